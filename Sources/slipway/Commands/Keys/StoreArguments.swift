import ArgumentParser
import KeyStores
import SlipwayKit

/// Which key store a command is about.
struct StoreArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The key store's folder. (default: $SLIPWAY_KEYS, the pipeline file's key-store:, or slipway-keys)",
      valueName: "folder"), completion: .directory)
  var store: String?

  @Option(
    help: ArgumentHelp("The pipeline file whose key-store: counts.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String?

  /// The same, with what the lock file knows of the store.
  func lockedAccess(in session: Session) throws -> StoreAccess {
    var access = try access(in: session)
    if let file = try PipelineFile.nearest(pipeline, invocation: session.invocation) {
      access.lockWitness = try LockFile.read(of: file)?.store
    }
    return access
  }

  /// A pipeline file that nobody named need not be there.
  func access(in session: Session) throws -> StoreAccess {
    let file =
      store == nil || pipeline != nil
      ? try PipelineFile.nearest(pipeline, invocation: session.invocation) : nil
    return StoreAccess(session.invocation, pipeline: file, path: store, ask: session.passwordPrompt)
  }
}

/// How a result is printed, for every command of the key store.
struct FormatArguments: ParsableArguments {
  @Option(help: "How the result is printed: for people, or as one document for programs.")
  var format = OutputFormat.human
}
