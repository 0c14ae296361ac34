import AndroidApps
import Archives
import Bytes
import FieldTools

/// A package with something wrong in it, made from a sound one and a seed.
struct PackageMutant {
  /// What was done, for whoever has to look into a difference.
  private(set) var story: [String] = []
  private(set) var bytes: [UInt8]
  private var random: SplitMix

  /// Damages a package once, or now and then twice.
  init(of original: [UInt8], seed: UInt64) {
    bytes = original
    random = SplitMix(seed: seed)
    let wanted = random.below(5) == 0 ? 2 : 1
    // Some kinds of damage need a structure that the package does not have.
    for _ in 0..<16 where story.count < wanted { damage() }
  }

  private enum Kind: CaseIterable {
    case flip, cut, centralField, localField, endRecord, doubledEntry, blockPairs, insideBlock, jarText,
      jarFiles
  }

  private mutating func damage() {
    guard let kind = Kind.allCases.randomElement(using: &random) else { return }
    switch kind {
    case .flip: flip()
    case .cut: cut()
    case .centralField: centralField()
    case .localField: localField()
    case .endRecord: endRecord()
    case .doubledEntry: doubleEntry()
    case .blockPairs: changePairs()
    case .insideBlock: changeInsideBlock()
    case .jarText: changeText()
    case .jarFiles: changeFiles()
    }
  }

  private var directory: ZipDirectory? { try? ZipDirectory(reading: MemorySource(bytes)) }

  // MARK: Bytes

  private mutating func flip() {
    guard !bytes.isEmpty else { return }
    for _ in 0...random.below(3) {
      let isAtEnd = random.below(3) == 0
      let place = isAtEnd ? max(0, bytes.count - 1 - random.below(400)) : random.below(bytes.count)
      let value = random.below(2) == 0 ? bytes[place] ^ 1 << UInt8(random.below(8)) : UInt8(random.below(256))
      story.append("byte \(place) is \(value)")
      bytes[place] = value
    }
  }

  private mutating func cut() {
    guard bytes.count > 64 else { return }
    let count = 1 + random.below(random.below(2) == 0 ? 40 : bytes.count / 2)
    let place = random.below(bytes.count - min(count, bytes.count - 1))
    switch random.below(5) {
    case 0: bytes.removeLast(min(count, bytes.count))
    case 1: bytes.removeFirst(min(count, bytes.count))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + count))
    case 3: bytes.insert(contentsOf: [UInt8](repeating: UInt8(random.below(2)), count: count), at: place)
    default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + count)], at: place)
    }
    story.append("cut or grown by \(count) at \(place)")
  }

  /// Writes a number of 2 or 4 bytes that is near what it was, at an edge, or any.
  private mutating func change(_ field: (offset: Int, width: Int), of base: Int, _ name: String) {
    let start = base + field.offset
    guard start >= 0, start + field.width <= bytes.count else { return }
    let old = bytes[start..<start + field.width].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let edges: [UInt64] = [
      0, 1, 8, 9, 99, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0xffff_ffff, old &+ 1, old &- 1, old ^ 8, old ^ 1,
      old ^ 0x800, old &+ UInt64(random.below(64)), random.next(),
    ]
    let value = random.pick(edges) ?? 0
    for index in 0..<field.width {
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
    }
    story.append("\(name) +\(field.offset) at \(base) is \(value)")
  }

  // MARK: Records

  private mutating func centralField() {
    guard let (start, entry) = randomRecord() else { return }
    if random.below(6) == 0 {
      return changeName(at: start + 46, count: entry.nameBytes.count, "central name")
    }
    let fields = [
      (6, 2), (8, 2), (10, 2), (12, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2),
      (38, 4),
      (42, 4),
    ]
    if let field = random.pick(fields) { change(field, of: start, "central record") }
  }

  private mutating func localField() {
    guard let (_, entry) = randomRecord() else { return }
    if random.below(6) == 0 {
      return changeName(at: entry.headerOffset + 30, count: entry.nameBytes.count, "local name")
    }
    let fields = [(4, 2), (6, 2), (8, 2), (10, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)]
    if let field = random.pick(fields) { change(field, of: entry.headerOffset, "local header") }
  }

  private mutating func changeName(at start: Int, count: Int, _ what: String) {
    guard count > 0, start + count <= bytes.count else { return }
    let place = start + random.below(count)
    bytes[place] = random.pick(Array("/.\\\n\r\u{0}aA".utf8) + [0xff, 0xc3]) ?? 0
    story.append("\(what) at \(place) is \(bytes[place])")
  }

  private mutating func endRecord() {
    guard let end = directory?.endRecordOffset else { return }
    if random.below(4) == 0 {
      // A comment, sometimes with a record of its own in it.
      let comment = random.below(2) == 0 ? Array("comment".utf8) : Array(bytes[end...])
      bytes[end + 20] = UInt8(truncatingIfNeeded: comment.count)
      bytes[end + 21] = UInt8(truncatingIfNeeded: comment.count >> 8)
      bytes += comment
      story.append("a comment of \(comment.count)")
    } else if let field = random.pick([(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]) {
      change(field, of: end, "end record")
    }
  }

  private mutating func doubleEntry() {
    guard let directory, let (start, entry) = randomRecord() else { return }
    var record = Array(bytes[start..<start + Self.size(of: entry)])
    if random.below(2) == 0, !entry.nameBytes.isEmpty {
      record[46 + random.below(entry.nameBytes.count)] ^= 0x20
    }
    let place = random.below(2) == 0 ? start : directory.centralDirectory.upperBound
    bytes.insert(contentsOf: record, at: place)
    let end = directory.endRecordOffset + record.count
    let isCounted = random.below(4) > 0
    if isCounted {
      for offset in [8, 10] { set(directory.entries.count + 1, width: 2, at: end + offset) }
    }
    set(directory.centralDirectory.count + record.count, width: 4, at: end + 12)
    story.append("\(entry.name) twice in the directory\(isCounted ? "" : ", not counted")")
  }

  private mutating func randomRecord() -> (start: Int, entry: ZipEntry)? {
    guard let directory, !directory.entries.isEmpty else { return nil }
    let chosen = random.below(directory.entries.count)
    let before = directory.entries[..<chosen].reduce(0) { $0 + Self.size(of: $1) }
    return (directory.centralDirectory.lowerBound + before, directory.entries[chosen])
  }

  private static func size(of entry: ZipEntry) -> Int {
    46 + entry.nameBytes.count + entry.extra.count + entry.comment.count
  }

  private mutating func set(_ value: Int, width: Int, at offset: Int) {
    for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  // MARK: The signing block

  private mutating func changePairs() {
    guard let directory, let block = try? SigningBlock(in: directory), !block.pairs.isEmpty else { return }
    var pairs = block.pairs.map { (id: $0.id, value: $0.value) }
    let chosen = random.below(pairs.count)
    let what = random.below(8)
    switch what {
    case 0: pairs.remove(at: chosen)
    case 1: pairs.insert(pairs[chosen], at: random.below(pairs.count + 1))
    case 2: pairs.shuffle(using: &random)
    case 3:
      pairs[chosen].id =
        random.pick([
          SigningBlock.ID.v2, SigningBlock.ID.v3, SigningBlock.ID.v31, SigningBlock.ID.padding, 0x6dff_800d,
          7,
        ]) ?? 7
    case 4: pairs.insert((0x7777_7777, Array("channel".utf8)), at: random.below(pairs.count + 1))
    case 5: pairs.insert((0x7777_7778, Array(bytes[block.range])), at: random.below(pairs.count + 1))
    case 6: pairs[chosen].value.removeLast(random.below(pairs[chosen].value.count + 1))
    default: pairs[chosen].value += [UInt8](repeating: 1, count: 1 + random.below(9))
    }
    story.append("pairs changed, way \(what) at \(chosen)")
    replace(block.range, with: pairs, in: directory)
  }

  private mutating func replace(
    _ range: Range<Int>, with pairs: [(id: UInt32, value: [UInt8])], in directory: ZipDirectory
  ) {
    var body: [UInt8] = []
    for pair in pairs {
      body += Self.little(pair.value.count + 4, 8) + Self.little(Int(pair.id), 4) + pair.value
    }
    let size = Self.little(body.count + 24, 8)
    let whole = size + body + size + Array("APK Sig Block 42".utf8)
    bytes.replaceSubrange(range, with: whole)
    let moved = whole.count - range.count
    set(directory.centralDirectory.lowerBound + moved, width: 4, at: directory.endRecordOffset + moved + 16)
  }

  private static func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private mutating func changeInsideBlock() {
    guard let directory, let block = try? SigningBlock(in: directory),
      let pair = random.pick(block.pairs.filter { $0.id != SigningBlock.ID.padding && $0.value.count > 8 })
    else { return }
    // Lengths stand near the start, the key and the signature at the end.
    let reach = random.below(3) == 0 ? pair.value.count - 4 : min(120, pair.value.count - 4)
    change((random.below(max(1, reach)), 4), of: pair.offset, "inside pair \(pair.id)")
  }

  // MARK: The JAR signature

  private mutating func changeText() {
    guard let directory,
      let entry = random.pick(
        directory.entries.filter { $0.name.hasSuffix(".MF") || $0.name.hasSuffix(".SF") }),
      let text = try? directory.contents(of: entry, limit: 1 << 20)
    else { return }
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let chosen = random.below(lines.count)
    let what = random.below(9)
    switch what {
    case 0: lines.remove(at: chosen)
    case 1: lines.insert(lines[chosen], at: random.below(lines.count + 1))
    case 2: lines.swapAt(chosen, random.below(lines.count))
    case 3: lines.insert([0x0d], at: chosen)
    case 4:
      lines[chosen].insert(
        random.pick([0, 0x20, 0x3a, 0xff, 0x0d]) ?? 0, at: random.below(lines[chosen].count + 1))
    case 5: lines += lines.suffix(1 + random.below(5))
    case 6: lines = lines.map { $0.last == 0x0d ? $0.dropLast() : $0 }
    case 7: lines.insert(Array("X-Android-APK-Signed: 2, 3\r".utf8), at: min(1, lines.count))
    default:
      guard !lines[chosen].isEmpty else { return }
      lines[chosen][random.below(lines[chosen].count)] = UInt8(random.below(256))
    }
    story.append("\(entry.name) changed, way \(what) at line \(chosen + 1)")
    rebuild(directory, without: entry.name, with: [(entry.name, Array(lines.joined(separator: [0x0a])))])
  }

  private mutating func changeFiles() {
    guard let directory,
      let entry = random.pick(
        directory.entries.filter { $0.name.hasPrefix("META-INF/") && !$0.isDirectory }),
      var contents = try? directory.contents(of: entry, limit: 1 << 20), !contents.isEmpty
    else { return }
    let stem = entry.name.prefix { $0 != "." }
    let names = [
      entry.name.lowercased(), "\(stem).EC", "\(stem).DSA", "\(stem).SF", "META-INF/OTHER.SF",
      "META-INF/OTHER.RSA", "META-INF/services/x", "classes2.dex", "META-INF/e\u{301}.RSA", "assets/\u{e9}",
      "assets/e\u{301}", "META-INF/\u{600}.RSA",
    ]
    switch random.below(3) {
    case 0:
      let place = random.below(contents.count)
      contents[place] = UInt8(random.below(256))
      story.append("byte \(place) of \(entry.name) is \(contents[place])")
      rebuild(directory, without: entry.name, with: [(entry.name, contents)])
    case 1:
      let name = random.pick(names) ?? ""
      story.append("\(entry.name) is \(name)")
      rebuild(directory, without: entry.name, with: [(name, contents)])
    default:
      let name = random.pick(names) ?? ""
      story.append("\(name) is a copy of \(entry.name)")
      rebuild(directory, without: nil, with: [(name, contents)])
    }
  }

  /// Writes the package anew with other files, without its signing block: a JAR signature does not mind.
  private mutating func rebuild(
    _ directory: ZipDirectory, without dropped: String?, with files: [(name: String, contents: [UInt8])]
  ) {
    let block = try? SigningBlock(in: directory)
    let added = files.map { NewZipEntry.stored(name: $0.name, contents: $0.contents, time: 0, date: 0x21) }
    guard
      let layout = try? ZipLayout(
        of: directory, entriesEnd: block?.range.lowerBound, dropping: { $0.name == dropped }, adding: added,
        alignment: .none),
      let entries = try? layout.source.bytes(at: 0, count: layout.entriesEnd),
      let end = try? layout.endRecord(centralDirectoryOffset: entries.count)
    else { return }
    bytes = entries + layout.centralDirectory + end
  }
}
