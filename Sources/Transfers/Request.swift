package import Bytes

/// One HTTP request.
package struct Request: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package var method: Method
  package var address: WebAddress
  package var headers: HeaderFields
  package var body: Body?
  package var credential: HTTPCredential?
  /// Whether a body over 1 MiB waits a moment for the server to agree (`Expect: 100-continue`, RFC 9110 §10.1.1),
  /// so that a refusal costs no upload.
  package var asksBeforeSending = true

  package init(
    _ method: Method, _ address: WebAddress, headers: HeaderFields = HeaderFields(), body: Body? = nil,
    credential: HTTPCredential? = nil
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
    self.credential = credential
  }

  /// The bytes that go with a request: read as they are sent, never held whole.
  package struct Body: Sendable {
    package let source: any ByteSource
    /// Watches the body go out.
    ///
    /// Returning false stops the transfer with ``TransferError/bodyRefused``.
    package let watch: (@Sendable (Event) -> Bool)?

    package init(_ source: any ByteSource, watch: (@Sendable (Event) -> Bool)? = nil) {
      self.source = source
      self.watch = watch
    }

    /// What happens to a body, in this order; after ``begins`` everything before is void.
    package enum Event {
      /// The first bytes come next. A body that has to be sent again begins again.
      case begins
      /// The next bytes, valid for the call only.
      case bytes(UnsafeRawBufferPointer)
      /// Everything was seen; the last bytes have not gone out yet.
      case ends
    }
  }
}
