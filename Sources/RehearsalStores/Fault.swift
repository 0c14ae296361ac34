/// Something a server does wrong, for trying what a client makes of it.
package struct Fault: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Answers with a status and keeps nothing; a body is read first when the status is 500 or more.
    case answer(Int, retryAfter: String? = nil)
    /// Neither reads nor answers.
    case stall
    /// Takes so many milliseconds before it reads, and as many before it keeps the file.
    case dawdle(milliseconds: Int)
    /// Closes the connection when it has seen at least so many bytes of the body.
    case drop(afterBytes: Int)
    /// Keeps the file, and closes the connection instead of saying so.
    case keepAndDrop
    /// Keeps the file, and answers with a status that says otherwise.
    case keepAndAnswer(Int)
    /// Keeps the file, and names a digest that is not its own.
    case wrongChecksum
    case redirect(to: String)
    /// Keeps the file, and answers with a body of so many bytes.
    case flood(bytes: Int)
  }

  package let kind: Kind
  package let method: String
  package let times: Int

  /// - Parameters:
  ///   - kind: what goes wrong.
  ///   - method: the requests it happens to.
  ///   - times: how many of them; all later ones are served.
  package init(_ kind: Kind, on method: String = "PUT", times: Int = 1) {
    self.kind = kind
    self.method = method
    self.times = times
  }
}
