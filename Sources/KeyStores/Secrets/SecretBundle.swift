package import Cryptography

/// What lies under an entry's encryption: the files of a key with their passwords, as a tar archive.
///
/// So everything can be had without Slipway: `age -d -i identity.txt secret.age | tar x`, and with a second
/// `age -d` in between for a locked key.
package struct SecretBundle: Sendable, Redacted {
  /// One file.
  package struct Member: Sendable, Redacted {
    package let name: String
    package let contents: SecretBytes
  }

  /// In the order in which they were put in.
  package private(set) var members: [Member] = []

  package init() {}

  /// The contents of a file; nil when there is none.
  ///
  /// Of a name that no archive of a bundle has, a digest is taken instead.
  package subscript(_ name: String) -> SecretBytes? {
    get {
      let name = Self.fitting(name)
      return members.first { $0.name == name }?.contents
    }
    set {
      let name = Self.fitting(name)
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let contents?): members[place] = Member(name: name, contents: contents)
      case (let place?, nil): members.remove(at: place)
      case (nil, let contents?): members.append(Member(name: name, contents: contents))
      case (nil, nil): break
      }
    }
  }

  /// The text of a file without a line end behind it; nil when there is none or it is no UTF-8.
  package func text(_ name: String) -> String? {
    self[name]?.withBytes { String(validating: $0, as: UTF8.self) }.map { text in
      String(text.prefix { $0 != "\n" && $0 != "\r\n" })
    }
  }

  /// The files whose names begin with this.
  package func members(under prefix: String) -> [Member] {
    members.filter { $0.name.hasPrefix(prefix) }
  }
}

/// The names of the files.
extension SecretBundle {
  /// A keystore as it was handed in: its name without an extension.
  package static let keystore = "keystore"
  package static let password = "password"
  package static let keyPassword = "key-password"
  package static let alias = "alias"
  /// A private key, and beside it its certificates; a request as long as these are to come.
  package static let privateKey = "private-key.pem"
  package static let certificates = "certificates.pem"
  package static let request = "request.csr"
  package static let profiles = "profiles/"
  /// BlackBerry's permission to run on some devices.
  package static let debugToken = "debug-token.bar"
  /// The secret of a credential: a `.p8`, a JSON file, a token or a password.
  package static let credential = "credential"
}
