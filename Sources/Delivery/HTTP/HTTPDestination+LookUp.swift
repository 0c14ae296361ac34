import Transfers

/// What a server has under a name.
enum Presence: Equatable {
  case absent
  /// The very bytes; the status of the answer that told.
  case same(status: Int)
  /// Others, with their digest where it is known.
  case different(found: String?)
  /// The server does not let itself be asked.
  case unknown(reason: String)
}

extension HTTPDestination {
  /// Asks what is there: by HEAD, and by reading it all when the length agrees and no digest is told.
  ///
  /// - Throws: ``DeliveryError`` when there is no answer, or 401. Other refusals are ``Presence/unknown(reason:)``:
  ///   a right to write may well be no right to read.
  func lookUp(
    _ item: Shipment.Item, at place: WebAddress, policy: RetryPolicy,
    retrying: (@Sendable (Retry) -> Void)? = nil
  ) async throws(DeliveryError) -> Presence {
    let request = Request(.head, place, credential: options.credential)
    let response = try await answer(place, policy) { () async throws(TransferError) in
      try await client.send(request, policy: policy, retrying: retrying)
    }
    switch response.status {
    case 200..<300: break
    case 404, 410: return .absent
    default: return .unknown(reason: "HEAD was answered with \(response.status)")
    }
    if let told = response.checksum {
      return told == item.sha256 ? .same(status: response.status) : .different(found: told)
    }
    if response.entityDigest == item.sha256 { return .same(status: response.status) }
    if let length = response.headers["Content-Length"].flatMap({ Int($0) }), length != item.size {
      return .different(found: nil)
    }
    return try await compare(item, at: place, policy: policy)
  }

  /// Reads what is there, never more than the item's size, and compares digests.
  private func compare(
    _ item: Shipment.Item, at place: WebAddress, policy: RetryPolicy
  ) async throws(DeliveryError) -> Presence {
    let request = Request(.get, place, credential: options.credential)
    let digest = DigestWatch()
    let response = try await answer(place, policy) { () async throws(TransferError) in
      var retries = Retries(policy)
      while true {
        digest.begin()
        let result: Result<Response, TransferError>
        do throws(TransferError) {
          let receive: @Sendable (UnsafeRawBufferPointer) -> Bool = { bytes in
            digest.update(bytes)
            return digest.count <= item.size
          }
          result = .success(try await client.send(request, receive: receive))
        } catch {
          result = .failure(error)
        }
        guard let retry = retries.next(after: result) else { return try result.get() }
        try await Retries.wait(retry.pause)
      }
    }
    switch response.status {
    case 200:
      if response.isBodyCut { return .different(found: nil) }
      let found = digest.end()
      return found == item.sha256 ? .same(status: 200) : .different(found: found)
    case 404, 410:
      return .absent
    default:
      // Something is there, and nobody may see what.
      return .different(found: nil)
    }
  }

  private func answer(
    _ place: WebAddress, _ policy: RetryPolicy,
    _ ask: () async throws(TransferError) -> Response
  ) async throws(DeliveryError) -> Response {
    let response: Response
    do throws(TransferError) {
      response = try await ask()
    } catch {
      throw DeliveryError(error)
    }
    let says = response.excerpt(without: options.credential)
    if response.status == 401 {
      throw .noRight(location: place.description, status: 401, says: says)
    }
    if response.isPassing {
      throw .serverFails(
        location: place.description, status: response.status, attempts: policy.attempts, says: says)
    }
    return response
  }
}

extension DeliveryError {
  init(_ error: TransferError) {
    self = error == .cancelled ? .cancelled : .transfer(error)
  }
}
