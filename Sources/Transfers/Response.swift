/// What a server answered.
package struct Response: Equatable, Sendable {
  package var status: Int
  package var headers: HeaderFields
  /// At most the client's limit of bytes, and whether there were more.
  package var body: [UInt8]
  package var isBodyCut: Bool
  /// The most bytes of the request's body that can have arrived.
  package var sent: Int
  /// Where the answer came from, after redirections on the same host.
  package var address: WebAddress

  package var isSuccess: Bool { (200..<300).contains(status) }

  /// Whether the same request may be answered otherwise a little later.
  package var isPassing: Bool { [408, 425, 429, 500, 502, 503, 504].contains(status) }
}
