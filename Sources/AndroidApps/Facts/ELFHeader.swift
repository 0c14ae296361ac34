import Bytes

/// What the loader of Android needs to know of a shared library before it maps it.
///
///     e_ident    0x7f "ELF", class (1: 32-bit, 2: 64-bit), data (1: little-endian), …
///     32-bit     u32 e_phoff at 28, u16 e_phentsize at 42, u16 e_phnum at 44
///                program header: u32 p_type at 0, u32 p_align at 28
///     64-bit     u64 e_phoff at 32, u16 e_phentsize at 54, u16 e_phnum at 56
///                program header: u32 p_type at 0, u64 p_align at 48
///
/// Source: System V gABI, chapters 4 and 5.
struct ELFHeader: Equatable {
  /// How much of a library is looked at, in bytes.
  ///
  /// Linkers put the program headers straight after the ELF header, ten of them as a rule; only tools that change a
  /// finished library put them elsewhere.
  static let headSize = 4 << 10
  /// The most that all program headers may take: 65,535 would fill 3.6 MB, real libraries have about ten.
  static let tableLimit = 1 << 20

  let is64Bit: Bool
  /// Where the program headers stand in the library.
  let table: Range<Int>
  private let entrySize: Int

  /// Reads the first bytes of a library, ``headSize`` of them or all when it is shorter.
  ///
  /// Nil for what is no little-endian ELF file, or has program headers of no possible size.
  init?(head: [UInt8]) {
    guard head.count >= 52, head[..<4] == [0x7f, 0x45, 0x4c, 0x46], head[5] == 1 else { return nil }
    guard head[4] == 1 || head[4] == 2 else { return nil }
    is64Bit = head[4] == 2
    do throws(ByteReader.Overrun) {
      var reader = ByteReader(head)
      try reader.skip(is64Bit ? 32 : 28)
      let offset = is64Bit ? try reader.u64() : UInt64(try reader.u32())
      // e_shoff, e_flags and e_ehsize stand between.
      try reader.skip(is64Bit ? 14 : 10)
      entrySize = Int(try reader.u16())
      let count = Int(try reader.u16())
      guard offset <= UInt64(UInt32.max), count == 0 || entrySize >= (is64Bit ? 56 : 32),
        entrySize * count <= Self.tableLimit
      else { return nil }
      table = Int(offset)..<Int(offset) + entrySize * count
    } catch {
      return nil
    }
  }

  /// The smallest alignment among the PT_LOAD segments, in bytes; nil when there is none.
  ///
  /// - Parameter headers: the bytes of ``table``.
  func segmentAlignment(_ headers: some Collection<UInt8>) -> UInt64? {
    var smallest: UInt64?
    for start in stride(from: 0, to: headers.count, by: max(entrySize, 1)) {
      var header = ByteReader(Array(headers.dropFirst(start).prefix(entrySize)))
      guard (try? header.u32()) == 1, (try? header.skip(is64Bit ? 44 : 24)) != nil,
        let alignment = is64Bit ? try? header.u64() : (try? header.u32()).map(UInt64.init)
      else { continue }
      smallest = min(smallest ?? alignment, alignment)
    }
    return smallest
  }
}
