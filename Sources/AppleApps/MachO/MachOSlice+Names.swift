import Bytes

/// What code takes from other libraries, and what it sends to objects, by name.
extension MachOSlice {
  /// No app takes so many symbols from others; what is behind them is not looked at.
  private static let mostSymbols = 1 << 17
  /// The most opcodes that are read, in bytes.
  private static let largestBindings = 16 << 20
  private static let window = 1 << 16

  /// Those of the given names that the code takes from other libraries, as the symbol table has them: `_stat`,
  /// `_OBJC_CLASS_$_NSUserDefaults`.
  ///
  /// Where the symbol table was stripped of them, they are read from what the dynamic linker binds. Tables that contradict
  /// themselves have no names.
  ///
  /// - Throws: ``AppleError/bytes(_:)``.
  func imports(among wanted: Set<String>) throws(AppleError) -> Set<String> {
    var names = WantedNames(wanted)
    if try !readUndefinedSymbols(&names) {
      try readChainedFixups(&names)
      for place in nameTables.bindings where place.count <= Self.largestBindings {
        Self.readBindings(try bytes(in: place), &names)
      }
    }
    return names.found
  }

  /// Those of the given names that the code has as selectors, be it to call or to implement them.
  ///
  /// - Throws: ``AppleError/bytes(_:)``.
  func selectors(among wanted: Set<String>) throws(AppleError) -> Set<String> {
    var names = WantedNames(wanted)
    if let place = nameTables.methodNames { try readStrings(in: place, &names) }
    return names.found
  }

  /// Reads the names of undefined symbols, and says whether there are any.
  ///
  ///     struct nlist_64 { uint32_t n_strx; uint8_t n_type, n_sect; uint16_t n_desc; uint64_t n_value; }
  ///
  /// In an `nlist`, `n_value` has four bytes. mach-o/nlist.h.
  private func readUndefinedSymbols(_ names: inout WantedNames) throws(AppleError) -> Bool {
    guard let symbols = nameTables.symbols, let strings = nameTables.strings else { return false }
    let size = nameTables.symbolSize
    let all = 0..<symbols.count / size
    let range = nameTables.undefinedSymbols.map { all.clamped(to: $0) } ?? all
    var offsets: [Int] = []
    try forEachBuffer(
      in: symbols.lowerBound + range.lowerBound * size..<symbols.lowerBound + range.upperBound * size,
      size: size << 14
    ) { buffer in
      for at in stride(from: 0, to: buffer.count, by: size) where offsets.count < Self.mostSymbols {
        // N_UNDF and N_EXT; no N_STAB.
        guard buffer[at + 4] & 0xef == 1 else { continue }
        offsets.append(Int(UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: at, as: UInt32.self))))
      }
    }
    var part: [UInt8] = []
    var start = 0
    for offset in offsets.sorted() where offset < strings.count {
      if part.isEmpty || offset + WantedNames.longest + 1 > start + part.count {
        let count = min(Self.window, strings.count - offset)
        part = try bytes(in: strings.lowerBound + offset..<strings.lowerBound + offset + count)
        start = offset
      }
      names.take(part[(offset - start)...].prefix(WantedNames.longest + 1).prefix { $0 != 0 })
    }
    return !offsets.isEmpty
  }

  /// Reads all symbols of the chained fixups, which are imports.
  ///
  ///     struct dyld_chained_fixups_header { uint32_t fixups_version, starts_offset, imports_offset, symbols_offset,
  ///                                         imports_count, imports_format, symbols_format; }
  ///
  /// mach-o/fixup-chains.h. Compressed symbols, which no linker has written yet, are not read.
  private func readChainedFixups(_ names: inout WantedNames) throws(AppleError) {
    guard let place = nameTables.chainedFixups, place.count >= 28 else { return }
    let header = try bytes(in: place.lowerBound..<place.lowerBound + 28)
    let symbols = Int(header.littleEndian32(12))
    guard symbols <= place.count, header.littleEndian32(24) == 0 else { return }
    try readStrings(in: place.lowerBound + symbols..<place.upperBound, &names)
  }

  /// Reads the symbols in opcodes for binding.
  ///
  /// mach-o/loader.h, BIND_OPCODE_…: the opcode is in the upper half of a byte, and numbers are ULEB128.
  private static func readBindings(_ code: [UInt8], _ names: inout WantedNames) {
    var at = 0
    func skipNumber() {
      while at < code.count, code[at] & 0x80 != 0 { at += 1 }
      at += 1
    }
    while at < code.count {
      let opcode = code[at] & 0xf0
      at += 1
      switch opcode {
      case 0x40:
        let name = code[at...].prefix { $0 != 0 }
        names.take(name)
        at = name.endIndex + 1
      case 0x20, 0x60, 0x70, 0x80, 0xa0: skipNumber()
      case 0xc0:
        skipNumber()
        skipNumber()
      default: break
      }
    }
  }

  private func readStrings(in place: Range<Int>, _ names: inout WantedNames) throws(AppleError) {
    try forEachBuffer(in: place) { names.take(next: $0) }
  }

  private func bytes(in place: Range<Int>) throws(AppleError) -> [UInt8] {
    try wrapping { () throws(BytesError) in
      try source.bytes(at: range.lowerBound + place.lowerBound, count: place.count)
    }
  }

  private func forEachBuffer(
    in place: Range<Int>, size: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(AppleError) {
    let inFile = range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound
    try source.forEachBuffer(in: inFile, size: size, failing: { AppleError.bytes($0) }) {
      (buffer) throws(AppleError) in body(buffer)
    }
  }
}
