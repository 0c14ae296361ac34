import Archives
import Bytes
import FoundationEssentials
import Orchestration
import Pipelines

/// Packs a file or folder that is delivered beside the artifact.
struct ArchiveStep: ProcessingStep {
  let declaration: ArchiveDeclaration
  /// Absolute paths.
  let source: String
  let output: String
  let compression: Int?
  /// `SOURCE_DATE_EPOCH`: the time that all entries get, in seconds since 1970.
  let epoch: Int?
  let digests: FileDigests

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("source", try digests.sha256(ofTree: source))
    digest.add("output", output)
    digest.add("compression", compression.map(String.init))
    digest.add("epoch", epoch.map(String.init))
  }

  func process(in context: StepContext) throws -> StepRecord {
    try FileManager.default.createFolder(above: output)
    let file = try AtomicFile(path: output)
    let writer = ArchiveWriter(
      format: declaration.format.archiveFormat, level: compression ?? ArchiveWriter.defaultLevel, time: epoch)
    try writer.write(
      [ArchiveInput(path: source, name: source.lastComponent)], name: output, to: file)
    try file.commit()
    return StepRecord(outputs: [
      StepRecord.Output(path: output, sha256: try digests.sha256(of: output), size: file.count)
    ])
  }
}

extension ArchiveDeclaration.Format {
  /// The format in the words of the archive writer.
  var archiveFormat: ArchiveFormat {
    switch self {
    case .tarZst: .tarZstandard
    case .tarXz: .tarXZ
    case .zip: .zip
    }
  }
}
