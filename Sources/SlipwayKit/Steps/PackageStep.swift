import Archives
import Bytes
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Takes the payload, out of the archive that holds it or put together from its files where need be, and looks whether
/// it can be signed.
struct PackageStep: ProcessingStep {
  let target: Target
  let pipeline: Pipeline
  /// Where a package that is unpacked from another archive is put, without extension.
  let workPath: String
  let digests: FileDigests
  let workers: Workers

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    let path = try payloadPath(in: context)
    digest.add("payload", path)
    digest.add("sha256", try contentDigest(of: path))
    digest.add("format", target.package.format?.value.rawValue)
    digest.add("edit", "\(target.package.edit)")
    digest.add("work", workPath)
    digest.add("compression", target.package.compression.map(String.init))
  }

  func process(in context: StepContext) throws -> StepRecord {
    let payload = try Payload.read(
      payloadPath(in: context), edits: target.appEdits, workers: workers)
    if let wanted = target.package.format?.value, wanted != payload.format {
      throw Failure(
        .inputUnreadable,
        "\(payload.path) is an \(payload.format.rawValue), but \(target.name) asks for \(wanted.rawValue).",
        remedy: "Build the \(wanted.rawValue), or correct format:.")
    }
    let path = try packagePath(of: payload)
    try context.checkCancellation()
    let directory = try ZipDirectory(reading: FileSource(path: path), name: payload.path)
    try directory.validateForPackaging()
    try context.checkCancellation()
    // Unchanged entries are copied as they are, so this is the one time that somebody looks whether they are whole.
    try directory.checkContents(workers: workers)
    let sha256 = try digests.sha256(of: path)
    return try StepRecord(
      outputs: [StepRecord.Output(path: path, sha256: sha256, size: directory.source.count)],
      PackageRecord(
        path: path, sha256: sha256, format: payload.format, application: payload.facts.application))
  }

  /// The package itself: the payload, or the file it is unpacked to.
  private func packagePath(of payload: Payload) throws -> String {
    guard payload.form != .package else { return payload.path }
    let path = "\(workPath).\(payload.format.rawValue)"
    try FileManager.default.createFolder(above: path)
    let file = try AtomicFile(path: path)
    try Payload.putTogether(
      payload.path, form: payload.form, in: file, level: target.package.compression, workers: workers)
    try file.commit()
    return path
  }

  private func payloadPath(in context: StepContext) throws -> String {
    let path = try PayloadSearch.path(of: target, in: pipeline)
    let build = StepID(target: target.name, name: StepName.build)
    if let record = try context.value(BuildRecord.self, of: build) {
      try checkAge(of: path, since: record.started)
    }
    return path
  }

  private func checkAge(of path: String, since started: Date) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    guard let modified = attributes[.modificationDate] as? Date, modified < started.addingTimeInterval(-1)
    else {
      return
    }
    throw Failure(
      .didNotPass, "\(target.name): \(path) is older than the build that should have made it.",
      remedy: "Check that build: makes the file that payload: names.")
  }

  /// A folder has no digest of its own: its files' names and contents stand for it.
  private func contentDigest(of path: String) throws -> String {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      return try digests.sha256(of: path)
    }
    return try digests.sha256(ofTree: path)
  }
}
