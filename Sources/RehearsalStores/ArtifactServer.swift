import Bytes
import HTTPTypes
import Hummingbird

/// Takes files by PUT and gives them back: the first room of the rehearsal.
///
/// | request | answers |
/// |---|---|
/// | PUT | 201; 200 when it replaced; 400 for a path that is none; 401; 412 for `If-None-Match: *` and a taken name; 422 for other bytes than `X-Checksum-Sha256` says, and for what a store would refuse |
/// | HEAD, GET | 200; 404 |
///
/// Every answer about a file has its SHA-256 as `ETag` and as `X-Checksum-Sha256`.
struct ArtifactServer: Sendable {
  let store: ArtifactStore
  private let token: String?
  private let refusal: (@Sendable (String, String) async -> String?)?
  private let faults: FaultPlan

  init(store: ArtifactStore, options: RehearsalServer.Options) {
    self.store = store
    token = options.token
    refusal = options.refusal
    faults = FaultPlan(options.faults)
  }

  func respond(to request: Request, _ context: RehearsalContext) async throws -> Response {
    let fault = faults.next(for: request.method.rawValue)
    if let response = try await meet(fault, request, context) { return response }
    // A page in a browser may know this port, but not talk to it under this name.
    guard let host = request.head.authority, host.hasPrefix("127.0.0.1:") || host.hasPrefix("localhost:")
    else {
      return Response(.misdirectedRequest, says: "This server is reached as 127.0.0.1 only.")
    }
    if let token, request.headers[.authorization] != "Bearer \(token)" {
      var response = Response(.unauthorized, says: "A token is needed.")
      response.headers[.wwwAuthenticate] = "Bearer"
      return response
    }
    guard let path = StoredPath(requestPath: request.uri.path[...]) else {
      return Response(.badRequest, says: "The path is not one of plain names.")
    }
    do {
      switch request.method {
      case .put: return try await put(request, path, fault, context)
      case .get, .head: return try await get(path, isHead: request.method == .head)
      default: return Response(.methodNotAllowed, says: "PUT, HEAD and GET are served.")
      }
    } catch let error as BytesError {
      if case .noSpace = error { return Response(.init(code: 507), says: "The disk is full.") }
      return Response(.internalServerError, says: "\(error)")
    }
  }

  private func put(
    _ request: Request, _ path: StoredPath, _ fault: Fault.Kind?, _ context: RehearsalContext
  ) async throws -> Response {
    let mayReplace = request.headers[.ifNoneMatch] != "*"
    guard mayReplace || !store.contains(path) else {
      return Response(.preconditionFailed, says: "\(path.text) is there already.")
    }
    let file = try store.receive(path)
    try await dawdle(fault)
    do {
      try await receive(request.body, into: file, fault, context)
    } catch {
      file.discard()
      throw error
    }
    let sha256 = file.finishDigest()
    if let told = request.headers[.checksum], told.lowercased() != sha256 {
      return Response(.unprocessableContent, says: "The body has the SHA-256 \(sha256), not \(told).")
    }
    if let refusal, let text = await refusal(file.readablePath, path.text) {
      return Response(.unprocessableContent, says: text)
    }
    try await dawdle(fault)
    let isNew = !store.contains(path)
    do throws(BytesError) {
      try file.keep(replacing: mayReplace)
    } catch {
      guard case .exists = error else { throw error }
      return Response(.preconditionFailed, says: "\(path.text) is there already.")
    }
    return answer(path, sha256: sha256, size: file.size, status: isNew ? .created : .ok, fault, context)
  }

  private func receive(
    _ body: RequestBody, into file: IncomingFile, _ fault: Fault.Kind?, _ context: RehearsalContext
  ) async throws {
    var batch: [UInt8] = []
    for try await buffer in body {
      batch.append(contentsOf: buffer.readableBytesView)
      if case .drop(let limit) = fault, file.size + batch.count >= limit {
        context.hangUp()
        throw HTTPError(.badRequest)
      }
      if batch.count >= Self.batchSize {
        let full = batch
        batch = []
        try await Workers.onThread { try file.append(full) }
      }
    }
    let rest = batch
    try await Workers.onThread { try file.append(rest) }
  }

  private func answer(
    _ path: StoredPath, sha256: String, size: Int, status: HTTPResponse.Status, _ fault: Fault.Kind?,
    _ context: RehearsalContext
  ) -> Response {
    var status = status
    var told = sha256
    var text = #"{"path":"\#(path.text.escapedForJSON)","size":\#(size),"checksums":{"sha256":"\#(sha256)"}}"#
    switch fault {
    case .keepAndDrop: context.hangUp()
    case .keepAndAnswer(let code): status = .init(code: code)
    case .wrongChecksum: told = String(sha256.reversed())
    case .flood(let count): text = String(repeating: "flood ", count: count / 6)
    default: break
    }
    var response = Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
    response.describe(sha256: told)
    response.headers[.contentType] = "application/json"
    response.headers[.location] = "/" + path.text.percentEncodedPath
    return response
  }

  private func get(_ path: StoredPath, isHead: Bool) async throws -> Response {
    guard let (source, sha256) = try await Workers.onThread({ try store.file(path) }) else {
      return Response(.notFound, says: "There is no \(path.text).")
    }
    let body = ResponseBody(contentLength: source.count) { writer in
      var offset = 0
      while offset < source.count {
        let (start, count) = (offset, min(Self.batchSize, source.count - offset))
        let bytes = try await Workers.onThread { try source.bytes(at: start, count: count) }
        try await writer.write(ByteBuffer(bytes: bytes))
        offset += count
      }
      try await writer.finish(nil)
    }
    var response = Response(status: .ok, body: isHead ? .init() : body)
    response.describe(sha256: sha256)
    response.headers[.contentType] = "application/octet-stream"
    response.headers[.contentLength] = String(source.count)
    return response
  }

  /// The answer of a fault that strikes before anything is looked at.
  private func meet(
    _ fault: Fault.Kind?, _ request: Request, _ context: RehearsalContext
  ) async throws -> Response? {
    switch fault {
    case .answer(let code, let retryAfter):
      if code >= 500 { for try await _ in request.body {} }
      var response = Response(.init(code: code), says: "A fault was asked for.")
      if let retryAfter { response.headers[.retryAfter] = retryAfter }
      return response
    case .redirect(let target):
      var response = Response(.temporaryRedirect, says: "Elsewhere.")
      response.headers[.location] = target
      return response
    case .stall:
      try await Task.sleep(for: .seconds(3600))
      return Response(.serviceUnavailable, says: "")
    default:
      return nil
    }
  }

  private func dawdle(_ fault: Fault.Kind?) async throws {
    guard case .dawdle(let milliseconds) = fault else { return }
    try await Task.sleep(for: .milliseconds(milliseconds))
  }

  /// Bytes handed to a thread at once.
  private static let batchSize = 1 << 20
}

extension HTTPField.Name {
  fileprivate static let checksum = HTTPField.Name("X-Checksum-Sha256") ?? .eTag
}

extension Response {
  fileprivate init(_ status: HTTPResponse.Status, says text: String) {
    self.init(status: status, body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
    headers[.contentType] = "text/plain; charset=utf-8"
  }

  fileprivate mutating func describe(sha256: String) {
    headers[.eTag] = "\"\(sha256)\""
    headers[.checksum] = sha256
  }
}

extension String {
  /// Names have no control characters; two others need care.
  fileprivate var escapedForJSON: String {
    reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) }
  }

  fileprivate var percentEncodedPath: String {
    let digits = Array("0123456789ABCDEF")
    return utf8.reduce(into: "") { result, byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII, scalar.properties.isAlphabetic || "0123456789-._~/".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
