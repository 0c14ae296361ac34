import Bytes
import Cryptography
import Glibc
import Pipelines

/// Reads what the pipeline file only points to: passwords, tokens and the bytes of keys.
struct SecretReader {
  /// No key, token or profile is larger.
  private static let limit = 4 << 20

  let pipeline: Pipeline
  let invocation: Invocation

  init(pipeline: Pipeline, invocation: Invocation) {
    self.pipeline = pipeline
    self.invocation = invocation
  }

  /// Reads what the command line names: paths are from the current folder.
  init(invocation: Invocation) {
    self.init(pipeline: Pipeline(file: "slipway.yaml", name: "", targets: []), invocation: invocation)
  }

  /// A password or token; a line end behind it, as editors leave one, is not part of it.
  ///
  /// - Throws: ``Failure`` naming the variable or file, never its contents.
  func secret(_ reference: SecretReference, for purpose: String) throws -> SecretBytes {
    var bytes = try contents(reference, for: purpose)
    while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
    return SecretBytes(bytes)
  }

  /// The same as text, for what is sent as text.
  func text(_ reference: SecretReference, for purpose: String) throws -> String {
    try secret(reference, for: purpose).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a key, certificate or profile.
  ///
  /// - Throws: ``Failure`` naming the variable or file, ``BytesError``.
  func data(_ reference: DataReference, for purpose: String) throws -> [UInt8] {
    switch reference {
    case .file(let path):
      return try file(path)
    case .environment(let name):
      let text = try variable(name, for: purpose)
      guard let bytes = Base64.decode(text.utf8.filter { !($0 == 0x20 || (0x09...0x0d).contains($0)) }) else {
        throw Failure(
          .inputUnreadable, "\(purpose): the environment variable \(name) is not base64.",
          remedy: "Set it to the output of: base64 -w0 FILE.")
      }
      return bytes
    }
  }

  private func contents(_ reference: SecretReference, for purpose: String) throws -> [UInt8] {
    switch reference {
    case .environment(let name): Array(try variable(name, for: purpose).utf8)
    case .file(let path): try file(path)
    }
  }

  private func variable(_ name: String, for purpose: String) throws -> String {
    guard let value = invocation.environment[name], !value.isEmpty else {
      throw Failure(
        .inputUnreadable, "\(purpose): the environment variable \(name) is not set.",
        remedy: "Set it, in CI as a secret of the job.")
    }
    return value
  }

  private func file(_ path: String) throws -> [UInt8] {
    let path = pipeline.path(path)
    if let bytes = try pipe(path) { return bytes }
    let source = try FileSource(path: path)
    guard source.count <= Self.limit else {
      throw Failure(
        .inputUnreadable, "\(source.path) is larger than \(Self.limit >> 20) MiB.",
        remedy: "Is it the file that was meant?")
    }
    return try source.bytes(at: 0, count: source.count)
  }

  /// What comes through a pipe, as of the shell's `--password-file <(vault read …)`; nil for anything else.
  private func pipe(_ path: String) throws -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw BytesError.notReadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= Self.limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR {
        throw BytesError.notReadable(path: path, reason: String(cString: strerror(errno)))
      }
    }
    throw Failure(.inputUnreadable, "\(path) gives more than \(Self.limit >> 20) MiB.")
  }
}
