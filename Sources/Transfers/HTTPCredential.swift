import struct FoundationEssentials.Data

/// What a request logs in with, bound to the hosts it may be sent to.
package struct HTTPCredential: Sendable, CustomStringConvertible, CustomReflectable {
  /// The value of `Authorization`.
  let authorization: String
  private let secrets: [String]
  /// `host`, which fits any port, or `host:port`.
  ///
  /// An empty list fits nothing.
  package let hosts: [String]

  /// A token, sent as RFC 6750 §2.1 says.
  ///
  /// - Throws: ``TransferError/malformedCredential`` when it is empty or holds a space, a line end or a control
  ///   character.
  package static func bearer(_ token: String, hosts: [String]) throws(TransferError) -> HTTPCredential {
    guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw .malformedCredential
    }
    return HTTPCredential(authorization: "Bearer \(token)", secrets: [token], hosts: hosts)
  }

  /// A user name and a password, sent as RFC 7617 §2 says.
  ///
  /// - Throws: ``TransferError/malformedCredential`` when the name holds a colon, or either a control character.
  package static func basic(
    user: String, password: String, hosts: [String]
  ) throws(TransferError) -> HTTPCredential {
    guard !user.isEmpty, !user.contains(":"),
      (user + password).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
    else { throw .malformedCredential }
    let encoded = Data("\(user):\(password)".utf8).base64EncodedString()
    return HTTPCredential(authorization: "Basic \(encoded)", secrets: [password, encoded], hosts: hosts)
  }

  /// Whether the credential may be sent there.
  package func fits(_ address: WebAddress) -> Bool {
    hosts.contains { host in
      let host = host.lowercased()
      return host == address.host || host == "\(address.host):\(address.port)"
    }
  }

  /// A text without the secret, should someone have sent it back.
  package func redacting(_ text: String) -> String {
    secrets.filter { !$0.isEmpty }.reduce(text) { text, secret in
      text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "«redacted»")
    }
  }

  package var description: String { "«redacted»" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
