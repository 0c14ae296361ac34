import Bytes
import Releases
import Transfers

extension HTTPDestination {
  /// Sends a file until the server has it, says no, or cannot be moved to either.
  func upload(
    _ item: Shipment.Item, to place: WebAddress, _ events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async throws(DeliveryError) -> Receipt {
    let digest = DigestWatch()
    var request = try putRequest(item, place, digest)
    var retries = Retries(options.retry)
    // Whether a try ended in a way that leaves open whether the server kept the file.
    var mayBeThere = false
    while true {
      let result = await put(request, item, events)
      var sent = 0
      switch result {
      case .success(let response):
        if response.isSuccess { return try receipt(for: item, response, at: place) }
        if response.status == 417, request.asksBeforeSending {
          request.asksBeforeSending = false
          continue
        }
        if !response.isPassing {
          return try await settleRefusal(response, item, at: place, mayBeThere: mayBeThere)
        }
        sent = response.sent
        if response.status >= 500, sent == item.size { mayBeThere = true }
      case .failure(.bodyRefused):
        throw .changed(path: item.path, expected: item.sha256, found: digest.end())
      case .failure(let error):
        guard error.isPassing else { throw DeliveryError(error) }
        sent = error.sent
        if error.hadConnection, sent == item.size { mayBeThere = true }
      }

      let retry = retries.next(after: result)
      if let retry {
        events(.retrying(name: item.name, retry: retry))
        do throws(TransferError) { try await Retries.wait(retry.pause) } catch { throw DeliveryError(error) }
      }
      if mayBeThere || sent > 0 {
        switch try await lookAgain(item, at: place) {
        case .same(let status):
          return receipt(for: item, .delivered, status: status, at: place.description)
        case .different(let found):
          guard options.replaces else {
            throw .conflict(location: place.description, expected: item.sha256, found: found)
          }
          mayBeThere = false
        case .absent:
          mayBeThere = false
        case .unknown:
          break
        }
      }
      if retry == nil {
        throw finalError(result, at: place, attempts: retries.failures, mayBeThere: mayBeThere)
      }
    }
  }

  private func putRequest(
    _ item: Shipment.Item, _ place: WebAddress, _ digest: DigestWatch
  ) throws(DeliveryError) -> Request {
    let source: FileSource
    do throws(BytesError) { source = try FileSource(path: item.path) } catch { throw .file(error) }
    guard source.count == item.size else {
      throw .changed(path: item.path, expected: item.sha256, found: nil)
    }
    var headers = headers
    do throws(TransferError) {
      if headers["Content-Type"] == nil { try headers.add("Content-Type", item.mediaType) }
      if !options.replaces { try headers.add("If-None-Match", "*") }
      try headers.add("X-Checksum-Sha256", item.sha256)
    } catch {
      throw .transfer(error)
    }
    let body = Request.Body(source) { event in
      switch event {
      case .begins: digest.begin()
      case .bytes(let bytes): digest.update(bytes)
      case .ends: return digest.end() == item.sha256
      }
      return true
    }
    return Request(.put, place, headers: headers, body: body, credential: options.credential)
  }

  /// One try.
  ///
  /// A success that came before the whole body was sent is no success.
  private func put(
    _ request: Request, _ item: Shipment.Item, _ events: @escaping @Sendable (DeliveryEvent) -> Void
  ) async -> Result<Response, TransferError> {
    do throws(TransferError) {
      let response = try await client.send(
        request, progress: { events(.sending(name: item.name, sent: $0, of: item.size)) })
      guard !response.isSuccess || response.sent == item.size else {
        throw .connectionLost(
          host: response.address.authority, reason: "the server answered before it had the whole file",
          sent: response.sent)
      }
      return .success(response)
    } catch {
      return .failure(error)
    }
  }

  private func receipt(
    for item: Shipment.Item, _ response: Response, at place: WebAddress
  ) throws(DeliveryError) -> Receipt {
    if let answered = response.checksum ?? response.bodyChecksum, answered != item.sha256 {
      throw .wrongChecksum(location: place.description, expected: item.sha256, answered: answered)
    }
    let location = response.headers["Location"].flatMap { try? response.address.resolving($0) }
    return receipt(
      for: item, .delivered, status: response.status, at: (location ?? place).description)
  }

  /// A no for good; except that a name which is taken may be taken by this very file.
  private func settleRefusal(
    _ response: Response, _ item: Shipment.Item, at place: WebAddress, mayBeThere: Bool
  ) async throws(DeliveryError) -> Receipt {
    let says = response.excerpt(without: options.credential)
    if response.status == 401 || response.status == 403 {
      throw .noRight(location: place.description, status: response.status, says: says)
    }
    if response.status == 409 || response.status == 412 {
      switch try await lookAgain(item, at: place, policy: options.retry) {
      case .same(let status):
        return receipt(
          for: item, mayBeThere ? .delivered : .alreadyThere, status: status, at: place.description)
      case .different(let found):
        throw .conflict(location: place.description, expected: item.sha256, found: found)
      case .unknown where mayBeThere:
        throw .outcomeUnknown(
          location: place.description, reason: "the server answered with \(response.status)")
      case .absent, .unknown:
        break
      }
    }
    throw .refused(location: place.description, status: response.status, says: says)
  }

  /// After a failed try: the server may be in no state to answer, which is no error here.
  private func lookAgain(
    _ item: Shipment.Item, at place: WebAddress, policy: RetryPolicy = .never
  ) async throws(DeliveryError) -> Presence {
    do throws(DeliveryError) {
      return try await lookUp(item, at: place, policy: policy)
    } catch {
      if error == .cancelled { throw error }
      return .unknown(reason: "no answer")
    }
  }

  private func finalError(
    _ result: Result<Response, TransferError>, at place: WebAddress, attempts: Int, mayBeThere: Bool
  ) -> DeliveryError {
    switch result {
    case .success(let response):
      let says = response.excerpt(without: options.credential)
      return mayBeThere
        ? .outcomeUnknown(location: place.description, reason: "the server answered with \(response.status)")
        : .serverFails(location: place.description, status: response.status, attempts: attempts, says: says)
    case .failure(let error):
      return mayBeThere
        ? .outcomeUnknown(location: place.description, reason: "the connection was lost after the last byte")
        : DeliveryError(error)
    }
  }
}

extension TransferError {
  /// Whether something may have been sent before it went wrong.
  fileprivate var hadConnection: Bool {
    switch self {
    case .connectionLost, .stalled: true
    default: false
    }
  }
}
