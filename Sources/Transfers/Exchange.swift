import Bytes
import CCurl
import Glibc

/// One request and its answer on one thread: what libcurl's callbacks see.
final class Exchange {
  private let request: Request
  private let settings: TransferSettings
  private let cancellation: Cancellation
  private let progress: (@Sendable (Int) -> Void)?
  private let receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)?

  /// Bytes of the body that libcurl has taken.
  private var position = 0
  /// What a callback stopped the transfer with.
  private var failure: TransferError?
  private var headers = HeaderFields()
  private var headerBytes = 0
  private var body: [UInt8] = []
  private var isBodyCut = false
  private var lastProgress = ContinuousClock.now - .seconds(1)

  /// The most bytes of header lines taken in one exchange, interim answers included.
  private static let headerLimit = 1 << 17
  /// Faster than 64 KiB and than 1 MiB on loopback, with and without TLS.
  private static let bufferSize = 1 << 18

  init(
    _ request: Request, settings: TransferSettings, cancellation: Cancellation,
    progress: (@Sendable (Int) -> Void)?, receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
  ) {
    self.request = request
    self.settings = settings
    self.cancellation = cancellation
    self.progress = progress
    self.receive = receive
  }

  /// Blocks until the answer is there or there will be none.
  func perform(on handle: EasyHandle) -> Result<Response, TransferError> {
    guard !cancellation.isCancelled else { return .failure(.cancelled) }
    // An empty body is never asked for, so its end is announced here.
    if let body = request.body, body.source.count == 0, let watch = body.watch,
      !watch(.begins) || !watch(.ends)
    {
      return .failure(.bodyRefused)
    }
    let list = headerList()
    defer { slipway_curl_slist_free_all(list) }
    var reason = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = reason.withUnsafeMutableBufferPointer { reason in
      prepare(handle, list)
      slipway_curl_set_pointer(handle.pointer, CURLOPT_ERRORBUFFER, reason.baseAddress)
      return Self.withoutBrokenPipeSignal {
        withExtendedLifetime(self) { slipway_curl_easy_perform(handle.pointer) }
      }
    }
    let status = handle.number(CURLINFO_RESPONSE_CODE)
    if failure == nil, status >= 200, code == CURLE_OK || isBodyCut {
      progress?(position)
      return .success(
        Response(
          status: status, headers: headers, body: body, isBodyCut: isBodyCut, sent: position,
          address: request.address))
    }
    return .failure(failure ?? error(code, Self.text(reason, code), on: handle))
  }

  // MARK: Before

  private func prepare(_ handle: EasyHandle, _ list: UnsafeMutablePointer<curl_slist>?) {
    handle.set(CURLOPT_URL, request.address.text)
    handle.set(CURLOPT_PROTOCOLS_STR, request.address.scheme)
    handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    handle.set(CURLOPT_NOSIGNAL, true)
    handle.set(CURLOPT_FOLLOWLOCATION, false)
    handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
    handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    handle.set(CURLOPT_SSL_VERIFYPEER, 1)
    handle.set(CURLOPT_SSL_VERIFYHOST, 2)
    if let path = settings.certificateAuthorities {
      handle.set(CURLOPT_CAINFO, path)
      slipway_curl_set_pointer(handle.pointer, CURLOPT_CAPATH, nil)
    }
    if request.address.isLoopback { handle.set(CURLOPT_PROXY, "") }
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, settings.connectTimeout.milliseconds))
    if let limit = settings.timeLimit { handle.set(CURLOPT_TIMEOUT_MS, max(1, limit.milliseconds)) }
    handle.set(CURLOPT_LOW_SPEED_LIMIT, settings.slowestRate)
    handle.set(CURLOPT_LOW_SPEED_TIME, max(1, settings.patience.milliseconds / 1000))
    // On this machine a server that has not agreed by then never will.
    handle.set(CURLOPT_EXPECT_100_TIMEOUT_MS, request.address.isLoopback ? 50 : 300)
    handle.set(CURLOPT_TCP_KEEPALIVE, true)
    handle.set(CURLOPT_UPLOAD_BUFFERSIZE, Self.bufferSize)
    handle.set(CURLOPT_BUFFERSIZE, Self.bufferSize)
    slipway_curl_set_list(handle.pointer, CURLOPT_HTTPHEADER, list)

    if let body = request.body {
      // On a connection that was used before, libcurl sends a lost request again without a word.
      handle.set(CURLOPT_FRESH_CONNECT, true)
      handle.set(CURLOPT_UPLOAD, true)
      handle.set(offset: CURLOPT_INFILESIZE_LARGE, body.source.count)
    }
    if request.method == .head {
      handle.set(CURLOPT_NOBODY, true)
    } else {
      handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    installCallbacks(handle)
  }

  private func headerList() -> UnsafeMutablePointer<curl_slist>? {
    var lines = request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    if let credential = request.credential { lines.append("Authorization: \(credential.authorization)") }
    if !request.asksBeforeSending { lines.append("Expect:") }
    return lines.reduce(nil) { slipway_curl_slist_append($0, $1) ?? $0 }
  }

  private func installCallbacks(_ handle: EasyHandle) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    slipway_curl_on_read(
      handle.pointer,
      { bytes, size, count, context in
        guard let context, let bytes else { return Int(CURL_READFUNC_ABORT) }
        return Exchange.from(context).read(
          into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
      }, context)
    slipway_curl_on_seek(
      handle.pointer,
      { context, offset, origin in
        // libcurl only ever goes back to the beginning, to send a body again.
        guard let context, offset == 0, origin == SEEK_SET else { return CURL_SEEKFUNC_FAIL }
        Exchange.from(context).position = 0
        return CURL_SEEKFUNC_OK
      }, context)
    slipway_curl_on_header(
      handle.pointer,
      { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        return Exchange.from(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
      }, context)
    slipway_curl_on_write(
      handle.pointer,
      { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        return Exchange.from(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
      }, context)
    handle.set(CURLOPT_NOPROGRESS, false)
    slipway_curl_on_progress(
      handle.pointer,
      { context, _, _, _, sent in
        guard let context else { return 1 }
        return Exchange.from(context).report(sent: Int(sent))
      }, context)
    status = { handle.number(CURLINFO_RESPONSE_CODE) }
  }

  /// The status of the answer being received.
  private var status: () -> Int = { 0 }

  private static func from(_ context: UnsafeMutableRawPointer) -> Exchange {
    Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  }

  // MARK: During

  /// Fills libcurl's buffer with the next bytes of the body.
  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let body = request.body, !cancellation.isCancelled else { return Int(CURL_READFUNC_ABORT) }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(body.source.count - position))
    guard !part.isEmpty else { return 0 }
    do {
      try body.source.read(at: position, into: part)
    } catch {
      failure = .bodyUnreadable(error)
      return Int(CURL_READFUNC_ABORT)
    }
    if let watch = body.watch {
      let isLast = position + part.count == body.source.count
      guard position > 0 || watch(.begins), watch(.bytes(UnsafeRawBufferPointer(part))),
        !isLast || watch(.ends)
      else {
        failure = .bodyRefused
        return Int(CURL_READFUNC_ABORT)
      }
    }
    position += part.count
    return part.count
  }

  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.headerLimit else {
      failure = .malformedAnswer(host: request.address.authority, reason: "its header is too long")
      return 0
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = HeaderFields()
    } else {
      headers.add(line: line[...])
    }
    return bytes.count
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    if let receive, status() == 200 {
      isBodyCut = !receive(bytes)
    } else {
      body.append(contentsOf: bytes.prefix(settings.answerLimit - body.count))
      isBodyCut = body.count == settings.answerLimit
    }
    return isBodyCut ? 0 : bytes.count
  }

  private func report(sent: Int) -> Int32 {
    if cancellation.isCancelled { return 1 }
    if let progress, ContinuousClock.now - lastProgress >= .milliseconds(100) {
      lastProgress = .now
      progress(sent)
    }
    return 0
  }

  // MARK: After

  private func error(_ code: CURLcode, _ reason: String, on handle: EasyHandle) -> TransferError {
    if cancellation.isCancelled { return .cancelled }
    let host = request.address.authority
    switch code {
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_PROXY:
      return .unreachable(host: host, reason: reason)
    case CURLE_OPERATION_TIMEDOUT:
      return handle.offset(CURLINFO_PRETRANSFER_TIME_T) == 0
        ? .unreachable(host: host, reason: reason) : .stalled(host: host, reason: reason, sent: position)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      return .notTrusted(host: host, reason: reason)
    case CURLE_SSL_CACERT_BADFILE:
      return .authoritiesUnreadable(path: settings.certificateAuthorities ?? "", reason: reason)
    case CURLE_SSL_CONNECT_ERROR:
      return .secureConnectionFailed(host: host, reason: reason)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
      return .connectionLost(host: host, reason: reason, sent: position)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return .malformedAnswer(host: host, reason: reason)
    default:
      return .library(host: host, code: Int(code.rawValue), reason: reason)
    }
  }

  private static func text(_ buffer: [CChar], _ code: CURLcode) -> String {
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty
      ? String(cString: slipway_curl_easy_strerror(code)) : String(decoding: bytes, as: UTF8.self)
  }

  /// Keeps a write to a closed connection from ending the process: it fails with EPIPE on this thread instead.
  private static func withoutBrokenPipeSignal<Result>(_ body: () -> Result) -> Result {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    return body()
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
