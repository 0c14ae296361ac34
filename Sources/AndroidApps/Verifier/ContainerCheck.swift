import Archives
import Bytes
import Releases

/// Looks at a package as a container: what apksig accepts and nobody should.
///
/// A signature says something only when whoever checks it and whoever runs the package see the same bytes. So whatever
/// two readers can see differently is an error here, unless Android's readers and ours are known to agree on it; data
/// that no signature covers is an error where a device could run it, and a warning where it is only carried along.
/// ``SignatureIssue`` gives the reason for each.
struct ContainerCheck {
  let directory: ZipDirectory
  let block: SigningBlock?
  let irregularities: [ZipIrregularity]

  init(_ directory: ZipDirectory, _ block: SigningBlock?) throws(AndroidError) {
    self.directory = directory
    self.block = block
    irregularities = try wrapping { () throws(ArchiveError) in
      try directory.irregularities(entriesEnd: block?.range.lowerBound)
    }
  }

  /// Whether all entries can be read, so that a check of their contents has a sense.
  var isReadable: Bool {
    !irregularities.contains { irregularity in
      switch irregularity {
      case .encrypted, .noLocalHeader: true
      default: false
      }
    }
  }

  /// Everything but ``unsignedBytes()``, in the order of the file; a name that is there many times counts once.
  var findings: [Finding] {
    var findings: [Finding] = []
    var seen: Set<[String]> = []
    for irregularity in irregularities {
      guard let finding = finding(for: irregularity),
        seen.insert([finding.id, finding.parameters["entry"] ?? ""]).inserted
      else { continue }
      findings.append(finding)
    }
    return findings + blockFindings
  }

  private func finding(for irregularity: ZipIrregularity) -> Finding? {
    func disagreement(_ entry: String, _ field: String) -> Finding {
      SignatureIssue.localHeaderDisagrees.finding(["entry": entry, "field": field])
    }
    return switch irregularity {
    case .prefix(let count): SignatureIssue.bytesBeforeFirstEntry.finding(["count": "\(count)"])
    case .gap: nil
    case .beyondEntries(let entry): SignatureIssue.entryInSigningBlock.finding(["entry": entry])
    case .uncountedDirectoryBytes(let count):
      SignatureIssue.uncountedDirectoryBytes.finding(["count": "\(count)"])
    case .beforeEndRecord(let count): SignatureIssue.bytesBeforeEndRecord.finding(["count": "\(count)"])
    case .severalEndRecords(let offset):
      SignatureIssue.severalEndRecords.finding([
        "offset": "\(offset)", "taken": "\(directory.endRecordOffset)",
      ])
    case .duplicateName(let entry): SignatureIssue.duplicateZipEntry.finding(["entry": entry])
    case .escapingName(let entry): SignatureIssue.escapingEntry.finding(["entry": entry])
    case .malformedName(let entry), .nameNotUTF8(let entry):
      SignatureIssue.malformedEntryName.finding(["entry": entry])
    case .unusualMethod(let entry, let method):
      SignatureIssue.unusualCompressionMethod.finding(["entry": entry, "method": "\(method)"])
    case .encrypted(let entry): SignatureIssue.encryptedEntry.finding(["entry": entry])
    case .noLocalHeader(let entry, .name): disagreement(entry, "name")
    case .noLocalHeader(let entry, .signature): disagreement(entry, "place")
    case .noLocalHeader(let entry, _): disagreement(entry, "room")
    case .localMethod(let entry, let local, let central):
      SignatureIssue.compressionMethodDisagrees.finding([
        "entry": entry, "local": "\(local)", "central": "\(central)",
      ])
    case .localSizes(let entry): disagreement(entry, "sizes or checksum")
    case .descriptorFlag(let entry): disagreement(entry, "flag for a data descriptor")
    case .dataDescriptor(let entry): disagreement(entry, "data descriptor")
    case .longHeader(let entry, let size):
      SignatureIssue.longLocalHeader.finding(["entry": entry, "size": "\(size)"])
    }
  }

  // MARK: The signing block

  private static let schemes = [
    SigningBlock.ID.v2: "v2", SigningBlock.ID.v3: "v3", SigningBlock.ID.v31: "v3.1",
  ]
  /// What tools put beside signatures: padding, source stamps, the dependency list of the Android Gradle plugin and what
  /// Google Play adds.
  private static let known: Set<UInt32> = [
    SigningBlock.ID.padding, 0x2b09_189e, 0x6dff_800d, 0x504b_4453, 0x2146_444e,
  ]

  private var blockFindings: [Finding] {
    var findings: [Finding] = []
    var seen: Set<UInt32> = []
    for pair in block?.pairs ?? [] {
      let isFirst = seen.insert(pair.id).inserted
      if let scheme = Self.schemes[pair.id] {
        if !isFirst { findings.append(SignatureIssue.severalBlocksOfScheme.finding(["scheme": scheme])) }
        continue
      }
      if SigningBlock.holdsMagic(pair.value) {
        findings.append(SignatureIssue.blockHidesAnother.finding(["offset": "\(pair.offset)"]))
      }
      if !Self.known.contains(pair.id), isFirst {
        findings.append(
          SignatureIssue.unknownBlockEntry.finding([
            "attribute": "0x" + withUnsafeBytes(of: pair.id.bigEndian) { $0.hex },
            "count": "\(pair.value.count)",
          ]))
      }
    }
    return findings
  }

  // MARK: What a JAR signature does not cover

  /// The number of bytes between entries that are not padding: a JAR signature covers the contents of entries alone.
  ///
  /// Padding is zeros, or a local header without a name over zeros, as the Android Gradle plugin fills gaps with.
  ///
  /// - Throws: ``AndroidError`` when the file cannot be read.
  func unsignedBytes() throws(AndroidError) -> Int {
    var count = 0
    for case .gap(let gap) in irregularities {
      let end = block.map { max(gap.lowerBound, min(gap.upperBound, $0.range.lowerBound)) } ?? gap.upperBound
      if try !isPadding(gap.lowerBound..<end) { count += end - gap.lowerBound }
    }
    return count
  }

  private static let namelessHeader: [UInt8] = [0x50, 0x4b, 3, 4]
  private static let windowSize = 1 << 16

  private func isPadding(_ range: Range<Int>) throws(AndroidError) -> Bool {
    try wrapping { () throws(BytesError) in
      var start = range.lowerBound
      let head = try directory.source.bytes(at: start, count: min(30, range.count))
      if head.count == 30, head.starts(with: Self.namelessHeader), head[26] == 0, head[27] == 0 {
        start += 30
      }
      while start < range.upperBound {
        let window = try directory.source.bytes(
          at: start, count: min(Self.windowSize, range.upperBound - start))
        guard window.allSatisfy({ $0 == 0 }) else { return false }
        start += window.count
      }
      return true
    }
  }
}
