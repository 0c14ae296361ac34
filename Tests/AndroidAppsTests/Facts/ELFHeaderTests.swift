import Bytes
import Testing

@testable import AndroidApps

@Suite struct ELFHeaderTests {
  /// A header with program headers of the given types and alignments.
  private func elf(is64Bit: Bool, _ segments: [(type: UInt32, alignment: UInt32)]) -> [UInt8] {
    let header = is64Bit ? 64 : 52
    let entry = is64Bit ? 56 : 32
    var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, is64Bit ? 2 : 1, 1, 1]
    bytes += [UInt8](repeating: 0, count: header - bytes.count)
    bytes[is64Bit ? 32 : 28] = UInt8(header)
    bytes[is64Bit ? 54 : 42] = UInt8(entry)
    bytes[is64Bit ? 56 : 44] = UInt8(segments.count)
    for segment in segments {
      var program: [UInt8] = []
      program.append(u32: segment.type)
      program += [UInt8](repeating: 0, count: (is64Bit ? 48 : 28) - 4)
      program.append(u32: segment.alignment)
      program += [UInt8](repeating: 0, count: entry - program.count)
      bytes += program
    }
    return bytes
  }

  @Test(arguments: [true, false])
  func `takes the smallest alignment of loadable segments`(is64Bit: Bool) {
    let library = elf(is64Bit: is64Bit, [(6, 8), (1, 65_536), (1, 4096), (2, 1)])
    let header = ELFHeader(head: library)
    #expect(header?.is64Bit == is64Bit)
    #expect(header?.table == (is64Bit ? 64 : 52)..<library.count)
    #expect(header?.segmentAlignment(library[(is64Bit ? 64 : 52)...]) == 4096)
  }

  @Test func `has no alignment without loadable segments`() {
    let library = elf(is64Bit: true, [(2, 8)])
    #expect(ELFHeader(head: library)?.segmentAlignment(library[64...]) == nil)
    let bare = ELFHeader(head: elf(is64Bit: true, []))
    #expect(bare?.is64Bit == true && bare?.segmentAlignment([]) == nil)
  }

  @Test func `is nil for what is no library`() {
    var bigEndian = elf(is64Bit: true, [(1, 4096)])
    bigEndian[5] = 2
    var farAway = elf(is64Bit: true, [(1, 4096)])
    farAway.replaceSubrange(32..<40, with: [UInt8](repeating: 0xff, count: 8))
    var many = elf(is64Bit: true, [(1, 4096)])
    many[57] = 0xff  // 65,281 program headers
    var small = elf(is64Bit: true, [(1, 4096)])
    small[54] = 8
    for head in [[], Array("#!/system/bin/sh".utf8), bigEndian, farAway, many, small] {
      #expect(ELFHeader(head: head) == nil)
    }
  }

  @Test func `never traps on mutants`() {
    var random = FixedRandom(state: 5)
    let library = elf(is64Bit: true, [(1, 16_384), (1, 16_384)])
    let read = (0..<2000).filter { _ in
      let mutant = random.mutant(of: library)
      guard let header = ELFHeader(head: mutant) else { return false }
      _ = header.segmentAlignment(mutant)
      return true
    }.count
    #expect(read > 0 && read < 2000)
  }
}
