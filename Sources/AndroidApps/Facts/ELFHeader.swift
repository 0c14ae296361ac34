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
  /// How much of a library is looked at.
  ///
  /// Linkers put the program headers straight after the ELF header; 65,535 of them would fill 3.6 MB, real
  /// libraries have about ten.
  static let headSize = 16 << 10

  let is64Bit: Bool
  /// The smallest alignment among the PT_LOAD segments, in bytes; nil when there is none.
  let segmentAlignment: UInt64?

  /// Reads the first ``headSize`` bytes of a library, or all when it is shorter.
  ///
  /// Nil for what is no little-endian ELF file, or whose program headers do not lie within the head.
  init?(head: [UInt8]) {
    guard head.count >= 52, head[..<4] == [0x7f, 0x45, 0x4c, 0x46], head[5] == 1 else { return nil }
    guard head[4] == 1 || head[4] == 2 else { return nil }
    is64Bit = head[4] == 2
    var smallest: UInt64?
    do throws(ByteReader.Overrun) {
      var reader = ByteReader(head)
      try reader.skip(is64Bit ? 32 : 28)
      let offset = is64Bit ? try reader.u64() : UInt64(try reader.u32())
      guard offset <= UInt64(head.count) else { return nil }
      // e_shoff, e_flags and e_ehsize stand between.
      try reader.skip(is64Bit ? 14 : 10)
      let size = Int(try reader.u16())
      let count = Int(try reader.u16())
      guard count == 0 || size >= (is64Bit ? 56 : 32) else { return nil }
      for index in 0..<count {
        var header = ByteReader(head)
        try header.skip(Int(offset))
        try header.skip(index * size)
        guard try header.u32() == 1 else { continue }
        try header.skip(is64Bit ? 44 : 24)
        let alignment = is64Bit ? try header.u64() : UInt64(try header.u32())
        smallest = min(smallest ?? alignment, alignment)
      }
    } catch {
      return nil
    }
    segmentAlignment = smallest
  }
}
