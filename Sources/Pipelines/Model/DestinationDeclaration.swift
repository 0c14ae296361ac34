/// One entry of `deliver:`.
package struct DestinationDeclaration: Equatable, Sendable {
  /// Where the destination's word stands.
  package var position: Position
  package var kind: Kind

  package enum Kind: Equatable, Sendable {
    case directory(DirectoryDeclaration)
    case http(HTTPDeclaration)
    case googlePlay(GooglePlayDeclaration)
    case appStoreConnect(AppStoreConnectDeclaration)
  }

  package init(_ kind: Kind, at position: Position) {
    self.kind = kind
    self.position = position
  }

  /// The destination's word in the pipeline file.
  package var word: String {
    switch kind {
    case .directory: "directory"
    case .http: "http"
    case .googlePlay: "google-play"
    case .appStoreConnect: "app-store-connect"
    }
  }

  /// The credential that it logs in with.
  package var credential: Located<String>? {
    switch kind {
    case .directory: nil
    case .http(let http): http.credential
    case .googlePlay(let play): play.credential
    case .appStoreConnect(let connect): connect.credential
    }
  }
}

/// `directory:`, a folder.
package struct DirectoryDeclaration: Equatable, Sendable {
  package var path: Located<String>
  /// Whether a file of the same name and another digest is replaced.
  package var replace: Bool
  /// The delivered file's name; the artifact's own when nil.
  package var name: Located<String>?
  /// The https address under which the folder will be served, without a query; nil for no install page.
  ///
  /// Only where the target's platform is ios and its distribution ad-hoc or enterprise.
  package var installPage: Located<String>?

  package init(
    path: Located<String>, replace: Bool = false, name: Located<String>? = nil,
    installPage: Located<String>? = nil
  ) {
    self.path = path
    self.replace = replace
    self.name = name
    self.installPage = installPage
  }
}

/// `http:`, a server that takes PUT.
package struct HTTPDeclaration: Equatable, Sendable {
  /// With `http:` or `https:` and a host.
  ///
  /// The artifact's name is appended to one that ends in `/`.
  package var url: Located<String>
  package var credential: Located<String>?
  /// In the file's order.
  ///
  /// No name or value has a line break or another control character.
  package var headers: [HTTPHeader]
  package var replace: Bool
  /// A PEM file of the certificates to trust instead of the system's.
  package var ca: Located<String>?
  /// Whether `http:` may leave the machine.
  package var allowHTTP: Bool
  /// In seconds, at least 1: how long a transfer may stand still; nil for the usual time.
  package var patience: Int?
  /// Tries in all, at least 1; nil for the usual number.
  package var attempts: Int?

  package init(
    url: Located<String>, credential: Located<String>? = nil, headers: [HTTPHeader] = [],
    replace: Bool = false,
    ca: Located<String>? = nil, allowHTTP: Bool = false, patience: Int? = nil, attempts: Int? = nil
  ) {
    self.url = url
    self.credential = credential
    self.headers = headers
    self.replace = replace
    self.ca = ca
    self.allowHTTP = allowHTTP
    self.patience = patience
    self.attempts = attempts
  }
}

/// A request header of an `http:` destination.
package struct HTTPHeader: Equatable, Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// `google-play:`, a track of Google Play.
package struct GooglePlayDeclaration: Equatable, Sendable {
  package var credential: Located<String>
  package var track: Located<String>
  package var status: Status
  /// The share of users that a staged release reaches, above 0 and below 1; nil for all.
  package var rollout: Double?
  /// What is new, by language tag.
  package var notes: [String: String]

  package enum Status: String, CaseIterable, Sendable {
    case completed, draft
    case inProgress = "in-progress"
    case halted
  }

  package init(
    credential: Located<String>, track: Located<String>, status: Status = .completed, rollout: Double? = nil,
    notes: [String: String] = [:]
  ) {
    self.credential = credential
    self.track = track
    self.status = status
    self.rollout = rollout
    self.notes = notes
  }
}

/// `app-store-connect:`, App Store Connect and TestFlight.
package struct AppStoreConnectDeclaration: Equatable, Sendable {
  package var credential: Located<String>
  /// TestFlight groups that get the build.
  package var groups: [String]
  /// What to test, by language tag.
  package var notes: [String: String]

  package init(credential: Located<String>, groups: [String] = [], notes: [String: String] = [:]) {
    self.credential = credential
    self.groups = groups
    self.notes = notes
  }
}
