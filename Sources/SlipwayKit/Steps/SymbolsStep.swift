import Bytes
import FoundationEssentials
import Orchestration
import Pipelines

/// Packs the debug symbols of an app that Xcode archived, which are delivered beside the artifact.
///
/// What a build makes is known when it is there: without symbols, the step leaves nothing.
struct SymbolsStep: ProcessingStep {
  let target: Target
  let pipeline: Pipeline
  /// From the root.
  let output: String
  let digests: FileDigests

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("payload", try digests.sha256(ofTree: PayloadSearch.path(of: target, in: pipeline)))
    digest.add("output", output)
    digest.add("compression", target.package.compression.map(String.init))
  }

  func process(in context: StepContext) throws -> StepRecord {
    let payload = try PayloadSearch.path(of: target, in: pipeline)
    guard let symbols = try Payload.symbols(of: payload) else {
      return try StepRecord(SymbolsRecord())
    }
    try FileManager.default.createFolder(above: output)
    let file = try AtomicFile(path: output)
    let facts = try symbols.pack(to: file, name: output, level: target.package.compression)
    let sha256 = try FileDigests.sha256(of: file)
    try file.commit()
    return try StepRecord(
      outputs: [StepRecord.Output(path: output, sha256: sha256, size: file.count)],
      SymbolsRecord(facts: facts))
  }
}
