package import Releases

/// One app for one platform, going to one place.
package struct Target: Equatable, Sendable {
  /// `acme-android`, or `brand/red` for the row `red` of `brand`.
  package var name: String
  /// Where the name stands.
  package var position: Position
  /// Where the row stands that it was made of; nil without `each`.
  package var row: Position?
  package var platform: Platform
  package var distribution: Located<Distribution>
  /// Never nil but for ``Distribution/debug``.
  package var application: Located<String>?
  package var expect: Expectation
  package var build: BuildDeclaration?
  /// A path or glob that must match exactly one payload.
  package var payload: Located<String>
  package var package: PackageDeclaration
  package var sign: SignDeclaration
  package var accept: [AcceptedFinding]
  package var archives: [ArchiveDeclaration]
  package var attach: [AttachmentDeclaration]
  /// The folder that artifacts are made in.
  package var output: Located<String>
  package var deliver: [DestinationDeclaration]
  /// Names of the push credentials that the app needs.
  package var push: [Located<String>]

  package init(
    name: String, position: Position, row: Position? = nil, platform: Platform,
    distribution: Located<Distribution>, application: Located<String>? = nil,
    expect: Expectation = Expectation(), build: BuildDeclaration? = nil,
    payload: Located<String>, package: PackageDeclaration = PackageDeclaration(), sign: SignDeclaration,
    accept: [AcceptedFinding] = [], archives: [ArchiveDeclaration] = [], attach: [AttachmentDeclaration] = [],
    output: Located<String>, deliver: [DestinationDeclaration] = [], push: [Located<String>] = []
  ) {
    self.name = name
    self.position = position
    self.row = row
    self.platform = platform
    self.distribution = distribution
    self.application = application
    self.expect = expect
    self.build = build
    self.payload = payload
    self.package = package
    self.sign = sign
    self.accept = accept
    self.archives = archives
    self.attach = attach
    self.output = output
    self.deliver = deliver
    self.push = push
  }
}

/// `expect:`, what the payload must turn out to be besides its application.
package struct Expectation: Equatable, Sendable {
  package var version: Located<String>?
  package var build: Located<String>?
  /// SHA-256 of the certificate that must have signed, 64 lower-case hex digits.
  package var certificate: Located<String>?

  package init(
    version: Located<String>? = nil, build: Located<String>? = nil, certificate: Located<String>? = nil
  ) {
    self.version = version
    self.build = build
    self.certificate = certificate
  }
}

/// One entry of `verify: { accept: }`: a finding that is no error here, and why.
package struct AcceptedFinding: Equatable, Sendable {
  package var id: String
  package var reason: String
  package var position: Position

  package init(id: String, reason: String, position: Position) {
    self.id = id
    self.reason = reason
    self.position = position
  }
}

/// One entry of `archives:`: what is packed and delivered beside the artifact.
package struct ArchiveDeclaration: Equatable, Sendable {
  package var name: String
  /// A file or folder.
  package var from: Located<String>
  package var format: Format
  package var position: Position

  /// How it is packed.
  package enum Format: String, CaseIterable, Sendable {
    case tarZst = "tar.zst"
    case tarXz = "tar.xz"
    case zip
  }

  package init(name: String, from: Located<String>, format: Format, position: Position) {
    self.name = name
    self.from = from
    self.format = format
    self.position = position
  }
}

/// One entry of `attach:`: a file that is delivered beside the artifact as it is.
package struct AttachmentDeclaration: Equatable, Sendable {
  package var name: String
  /// A path or glob that must match exactly one file.
  package var path: Located<String>
  package var position: Position

  package init(name: String, path: Located<String>, position: Position) {
    self.name = name
    self.path = path
    self.position = position
  }
}
