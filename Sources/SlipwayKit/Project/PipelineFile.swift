import Bytes
import FoundationEssentials
package import Pipelines
import Releases

/// Reading a pipeline file with everything that the language may ask of the world.
package enum PipelineFile {
  /// Larger than any pipeline file that a person wrote.
  private static let limit = 4 << 20

  /// Reads and resolves a pipeline file.
  ///
  /// - Parameters:
  ///   - settings: the values of `--set`.
  ///   - environment: what `inputs: { env: }` reads.
  ///   - needsInputs: whether an input without a value is an error; when not, a sample stands for it.
  /// - Throws: ``PipelineError`` with everything that is wrong in the file, ``BytesError`` when it cannot be read.
  package static func read(
    _ path: String, settings: [String: String], environment: [String: String], needsInputs: Bool = true
  ) throws -> Pipeline {
    let text = try pipelineText(of: path)
    return try Pipeline(
      text, file: path,
      in: Surroundings(
        settings: settings, needsInputs: needsInputs, environment: { environment[$0] },
        readFile: { try contents(of: $0) },
        findings: Catalogue.entries.map(\.id),
        mayAccept: { Catalogue.entry(for: $0)?.subject.isAcceptable ?? true },
        storedCredentials: { declared in
          StoreAccess.folder(declared: declared, beside: path, environment).credentialNames
        }))
  }

  /// The pipeline file that somebody named, or the usual one where that is there, for what its keys and key store are.
  ///
  /// - Throws: as ``read(_:settings:environment:needsInputs:)``.
  package static func nearest(_ path: String?, invocation: Invocation) throws -> Pipeline? {
    let usual = "slipway.yaml"
    guard path != nil || FileManager.default.fileExists(atPath: usual) else { return nil }
    return try read(path ?? usual, settings: [:], environment: invocation.environment, needsInputs: false)
  }

  /// A pipeline as its file has it, with no input filled in; the pipeline itself when the file cannot be read again.
  static func outline(of pipeline: Pipeline, environment: [String: String]) -> Pipeline {
    // No input may have a value from here, but the key store stays where it is.
    let environment = environment.filter { $0.key == StoreAccess.pathVariable }
    return (try? read(pipeline.file, settings: [:], environment: environment, needsInputs: false)) ?? pipeline
  }

  private static func pipelineText(of path: String) throws -> [UInt8] {
    do {
      return try contents(of: path)
    } catch BytesError.notFound(let path) {
      throw Failure(
        .inputUnreadable, "There is no file \(path).",
        remedy: "Name the pipeline file, or write a first one with slipway init.")
    }
  }

  private static func contents(of path: String) throws -> [UInt8] {
    let source = try FileSource(path: path)
    guard source.count <= limit else {
      throw Failure(
        .inputUnreadable, "\(path) is larger than \(limit >> 20) MiB.",
        remedy: "Is it the file that was meant?")
    }
    return try source.bytes(at: 0, count: source.count)
  }
}
