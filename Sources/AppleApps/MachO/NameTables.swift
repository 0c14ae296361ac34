/// Where code has the names of what it takes from other libraries, and of what it sends to objects; offsets are from the
/// start of the slice.
///
///     struct symtab_command           { uint32_t cmd, cmdsize, symoff, nsyms, stroff, strsize; }
///     struct dysymtab_command         { uint32_t cmd, cmdsize, ilocalsym, nlocalsym, iextdefsym, nextdefsym, iundefsym,
///                                       nundefsym, …; }
///     struct dyld_info_command        { uint32_t cmd, cmdsize, rebase_off, rebase_size, bind_off, bind_size,
///                                       weak_bind_off, weak_bind_size, lazy_bind_off, lazy_bind_size, …; }
///     struct linkedit_data_command    { uint32_t cmd, cmdsize, dataoff, datasize; }    LC_DYLD_CHAINED_FIXUPS
///
/// mach-o/loader.h. Places outside of the slice are none: no device takes such code, and to sign it they do not matter.
struct NameTables: Sendable {
  /// `nlist` and `nlist_64` entries.
  private(set) var symbols: Range<Int>?
  /// Those of ``symbols`` that others define, by number; nil where nothing says.
  private(set) var undefinedSymbols: Range<Int>?
  private(set) var strings: Range<Int>?
  private(set) var chainedFixups: Range<Int>?
  /// Opcodes of what is bound at once, weakly and lazily.
  private(set) var bindings: [Range<Int>] = []
  /// `__TEXT,__objc_methname`.
  var methodNames: Range<Int>?

  let symbolSize: Int
  private let sliceSize: Int

  init(is64Bit: Bool, sliceSize: Int) {
    symbolSize = is64Bit ? 16 : 12
    self.sliceSize = sliceSize
  }

  /// Takes up what a load command says, whose words are given without `cmd` and `cmdsize`.
  mutating func read(_ command: UInt32, _ words: [Int]) {
    switch command {
    case 0x2 where words.count >= 4:
      symbols = range(words[0], words[1] * symbolSize)
      strings = range(words[2], words[3])
    case 0xb where words.count >= 6: undefinedSymbols = words[4]..<words[4] + words[5]
    case 0x22 where words.count >= 8, 0x8000_0022 where words.count >= 8:
      bindings = [2, 4, 6].compactMap { range(words[$0], words[$0 + 1]) }
    case 0x8000_0034 where words.count >= 2: chainedFixups = range(words[0], words[1])
    default: break
    }
  }

  func range(_ offset: Int, _ count: Int) -> Range<Int>? {
    offset <= sliceSize && count <= sliceSize - offset ? offset..<offset + count : nil
  }
}
