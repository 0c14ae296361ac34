import AppleApps
import Bytes
import Testing

@testable import AppleApps

/// Code with tables of names, made byte by byte.
struct NamedCode {
  var is64Bit = true
  /// Undefined ones, in the symbol table.
  var symbols: [String] = []
  /// Defined ones, in the symbol table.
  var ownSymbols: [String] = []
  var hasDynamicTable = true
  var fixups: [String]?
  var bindings: [String]?
  var change: (inout [[UInt8]]) -> Void = { _ in }

  static let linkEdit = 0x8000

  var bytes: [UInt8] {
    var tables: [UInt8] = []
    func place(_ bytes: [UInt8]) -> (offset: UInt32, size: UInt32) {
      defer { tables += bytes }
      return (UInt32(Self.linkEdit + tables.count), UInt32(bytes.count))
    }
    var strings: [UInt8] = [0x20, 0]
    var entries: [UInt8] = []
    for (name, type) in ownSymbols.map({ ($0, UInt8(0xf)) }) + symbols.map({ ($0, UInt8(1)) }) {
      entries += SampleCode.words(UInt32(strings.count)) + [type, 0, 0, 0]
      entries += [UInt8](repeating: 0, count: is64Bit ? 8 : 4)
      strings += Array(name.utf8) + [0]
    }
    var commands: [[UInt8]] = []
    let (entryPlace, stringPlace) = (place(entries), place(strings))
    let count = UInt32(symbols.count + ownSymbols.count)
    commands.append(
      SampleCode.words(2, 24, entryPlace.offset, count, stringPlace.offset, stringPlace.size))
    if hasDynamicTable {
      let own = UInt32(ownSymbols.count)
      let rest = [UInt8](repeating: 0, count: 48)
      commands.append(SampleCode.words(0xb, 80, 0, 0, 0, own, own, UInt32(symbols.count)) + rest)
    }
    if let fixups {
      let pool = [0] + fixups.flatMap { (name: String) -> [UInt8] in name.utf8 + [0] }
      let at = place(SampleCode.words(0, 28, 28, 28, UInt32(fixups.count), 1, 0) + pool)
      commands.append(SampleCode.words(0x8000_0034, 16, at.offset, at.size))
    }
    if let bindings {
      // Ordinal, type, segment with an offset of two bytes, then each symbol bound once more behind the last.
      let code: [UInt8] = [0x11, 0x51, 0x72, 0xc0, 0x41]
      let at = place(
        code + bindings.flatMap { (name: String) -> [UInt8] in [0x40] + name.utf8 + [0, 0xa0, 0x41, 0x90] }
          + [0])
      commands.append(
        SampleCode.words(0x8000_0022, 48, 0, 0, 0, 0, 0, 0, at.offset, at.size, 0, 0))
    }
    change(&commands)
    var code = SampleCode()
    code.is64Bit = is64Bit
    code.moreCommands = commands
    code.textSize = Self.linkEdit
    code.linkEditSize = max(tables.count, 16)
    var bytes = code.bytes
    bytes.replaceSubrange(Self.linkEdit..<Self.linkEdit + tables.count, with: tables)
    return bytes
  }

  var facts: ArchitectureFacts {
    get throws {
      let file = try MachOFile(reading: MemorySource(bytes), name: "code")
      return try #require(try CodeFacts(file, anchors: []).architectures.first)
    }
  }
}

@Suite struct ImportedNamesTests {
  static let names = ["_puts", "_stat", "_OBJC_CLASS_$_NSUserDefaults", "_OBJC_CLASS_$_CLLocationManager"]
  static let found = ["NSUserDefaults", "stat"]

  @Test(arguments: [true, false], [true, false])
  func `are read from the symbol table`(is64Bit: Bool, hasDynamicTable: Bool) throws {
    var code = NamedCode(is64Bit: is64Bit, symbols: Self.names, ownSymbols: ["_main", "_fstat", "_lstat"])
    code.hasDynamicTable = hasDynamicTable
    let facts = try code.facts
    #expect(facts.requiredReasonAPIs == Self.found)
    #expect(facts.protectedClasses == ["CLLocationManager"])
  }

  @Test func `are read from chained fixups when the symbol table was stripped`() throws {
    let facts = try NamedCode(ownSymbols: ["_fstat"], fixups: Self.names).facts
    #expect(facts.requiredReasonAPIs == Self.found)
    #expect(facts.protectedClasses == ["CLLocationManager"])
  }

  @Test func `are read from opcodes for binding when the symbol table was stripped`() throws {
    #expect(try NamedCode(bindings: Self.names).facts.requiredReasonAPIs == Self.found)
  }

  @Test func `are whole: no beginning, end or longer name counts`() throws {
    let names = [
      "_sta", "stat", "_stat64", "__stat", "_stat$x", "_" + String(repeating: "a", count: 500), "",
    ]
    #expect(try NamedCode(symbols: names).facts.requiredReasonAPIs == [])
    #expect(try NamedCode(fixups: names).facts.requiredReasonAPIs == [])
    #expect(try NamedCode(bindings: names).facts.requiredReasonAPIs == [])
  }

  @Test func `are found among thousands, across the borders of what is read at once`() throws {
    let many = (0..<20_000).map { "_a_symbol_of_some_length_\($0)" }
    for names in [many + Self.names, Self.names + many] {
      #expect(try NamedCode(symbols: names).facts.requiredReasonAPIs == Self.found)
      #expect(try NamedCode(fixups: names).facts.requiredReasonAPIs == Self.found)
    }
  }

  /// Tables that lie: which command, which word of it, and what it says.
  static let lies: [(command: Int, word: Int, value: UInt32)] = [
    (0, 2, .max), (0, 3, .max), (0, 3, 0x1000_0000), (0, 4, .max), (0, 5, .max), (0, 4, 0), (0, 5, 0),
    (0, 5, 1),
    (1, 6, .max), (1, 7, .max), (1, 6, 4), (2, 2, .max), (2, 3, .max), (2, 3, 27), (2, 3, 0),
  ]

  @Test(arguments: lies)
  func `tables that lie have no names, and are no error`(command: Int, word: Int, value: UInt32) throws {
    var code = NamedCode(symbols: Self.names, fixups: Self.names)
    code.change = { $0[command] = $0[command].with(value, at: word * 4) }
    let apis = try code.facts.requiredReasonAPIs
    #expect(apis == [] || apis == Self.found)
    code.symbols = []
    _ = try code.facts
  }

  @Test func `opcodes that end in the middle of a number or a name are no error`() throws {
    let whole = NamedCode(bindings: Self.names).bytes
    let start = NamedCode.linkEdit
    for end in start..<whole.count {
      let file = try MachOFile(
        reading: MemorySource(Array(whole[..<end]) + [UInt8](repeating: 0xc0, count: whole.count - end)),
        name: "code")
      _ = try CodeFacts(file, anchors: [])
    }
  }

  @Test func `names that are looked for are short enough`() {
    let all =
      Array(RequiredReasonAPI.imports.keys) + RequiredReasonAPI.selectors + ProtectedClass.imports.keys
    #expect(all.allSatisfy { $0.utf8.count <= WantedNames.longest })
  }

  @Test func `a name may come in pieces`() {
    let text = Array("_lstat\0_statfs\0_stat\0".utf8)
    for length in 1...text.count {
      var names = WantedNames(["_stat", "_lstat"])
      for start in stride(from: 0, to: text.count, by: length) {
        Array(text[start..<min(start + length, text.count)]).withUnsafeBytes { names.take(next: $0) }
      }
      #expect(names.found == ["_stat", "_lstat"], "\(length)")
    }
  }
}
