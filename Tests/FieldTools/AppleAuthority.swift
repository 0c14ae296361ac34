import FoundationEssentials
import Testing

/// Certificates like Apple's, and provisioning profiles, made on the spot by an authority of its own.
///
/// A root, an intermediate with Apple's marker below it, a certificate each for development and distribution from that
/// one, and one from the root to sign profiles with. The keys are on P-256 and are gone with the process.
package struct AppleAuthority: Sendable {
  /// Made once per process; needs openssl.
  package static let shared = Result { try AppleAuthority() }

  package static let team = "ABCDE12345"

  /// The contents of `root`, `intermediate`, `development`, `distribution` and `profiles`, each `.pem` and `.key`.
  private let files: [String: [UInt8]]

  /// - Parameter issuerAddress: where the leaves say that the intermediate can be fetched.
  /// - Throws: when openssl is not installed or refuses.
  package init(issuerAddress: String = "http://certs.example.com/intermediate.der") throws {
    let folder = try TemporaryFolder()
    let extensions = Self.extensions.split(separator: "ISSUER-ADDRESS", omittingEmptySubsequences: false)
    try folder.write("extensions", extensions.joined(separator: issuerAddress).utf8)
    try Self.issue("root", "/C=US/O=Fixture Inc./CN=Fixture Root CA", by: nil, in: folder)
    let relations = "Fixture Worldwide Developer Relations Certification Authority"
    try Self.issue("intermediate", "/CN=\(relations)/OU=G3/O=Fixture Inc./C=US", by: "root", in: folder)
    try Self.issue(
      "development",
      "/UID=UIDDEV0001/CN=Apple Development: Fixture Person (PERSON1234)/OU=\(Self.team)/O=Fixture Ltd/C=US",
      by: "intermediate", in: folder)
    try Self.issue(
      "distribution",
      "/UID=\(Self.team)/CN=Apple Distribution: Fixture Ltd (\(Self.team))/OU=\(Self.team)/O=Fixture Ltd/C=US",
      by: "intermediate", in: folder)
    try Self.issue(
      "profiles", "/CN=Fixture Provisioning Profile Signing/O=Fixture Inc./C=US", by: "root", in: folder)
    var files: [String: [UInt8]] = [:]
    for name in try folder.names() where name.hasSuffix(".pem") || name.hasSuffix(".key") {
      files[name] = try folder.read(name)
    }
    self.files = files
  }

  /// A certificate or, with `.key`, its private key, in PEM.
  package func pem(_ name: String) throws -> [UInt8] { try #require(files[name]) }

  /// A certificate in base 64, as property lists have it.
  package func base64(_ name: String) throws -> String {
    String(decoding: try pem("\(name).pem"), as: UTF8.self)
      .split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
  }

  /// What a profile is made of.
  package struct Profile: Sendable {
    package var name = "Fixture"
    package var bundleID = "com.example.fixture"
    package var prefix = AppleAuthority.team
    package var platform = "iOS"
    package var certificate = "distribution"
    package var created = "2026-01-01T00:00:00Z"
    /// With debugging allowed.
    package var isDebuggable = false
    package var devices: [String] = []
    package var hasAllDevices = false
    /// Beside the usual ones: keys with values in XML.
    package var entitlements: [String: String] = [:]
    /// The entries to leave out.
    package var omitted: Set<String> = []

    package init() {}
  }

  /// Makes a profile and signs it.
  package func profile(_ profile: Profile = Profile(), signer: String = "profiles") throws -> [UInt8] {
    try sign(Array(propertyList(profile).utf8), signer: signer)
  }

  /// A CMS signature with its content inside.
  package func sign(_ content: [UInt8], signer: String = "profiles") throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let outcome = try Tool.openssl.run(
      [
        "cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-md", "sha256", "-outform", "DER",
        "-in", try folder.write("content", content),
        "-signer", try folder.write("signer.pem", pem("\(signer).pem")),
        "-inkey", try folder.write("signer.key", pem("\(signer).key")),
        "-certfile", try folder.write("issuers.pem", pem("intermediate.pem") + pem("root.pem")),
      ])
    try #require(outcome.status == 0, "\(outcome.text)")
    return outcome.bytes
  }

  /// The property list of a profile.
  package func propertyList(_ profile: Profile) throws -> String {
    func strings(_ values: [String]) -> String {
      "<array>\(values.map { "<string>\($0)</string>" }.joined())</array>"
    }
    func dictionary(_ entries: [String: String]) -> String {
      let lines = entries.sorted { $0.key < $1.key }.map { "<key>\($0.key)</key>\($0.value)\n" }
      return "<dict>\n\(lines.joined())</dict>"
    }
    let entitlements = [
      "application-identifier": "<string>\(profile.prefix).\(profile.bundleID)</string>",
      "com.apple.developer.team-identifier": "<string>\(Self.team)</string>",
      "get-task-allow": profile.isDebuggable ? "<true/>" : "<false/>",
      "keychain-access-groups": strings(["\(profile.prefix).*", "com.apple.token"]),
    ].merging(profile.entitlements) { $1 }
    var entries = [
      "AppIDName": "<string>Fixture</string>",
      "ApplicationIdentifierPrefix": strings([profile.prefix]),
      "CreationDate": "<date>\(profile.created)</date>",
      "DeveloperCertificates": "<array><data>\(try base64(profile.certificate))</data></array>",
      "Entitlements": dictionary(entitlements.filter { !profile.omitted.contains($0.key) }),
      "ExpirationDate": "<date>2036-01-01T00:00:00Z</date>",
      "IsXcodeManaged": "<false/>",
      "Name": "<string>\(profile.name)</string>",
      "Platform": strings([profile.platform]),
      "TeamIdentifier": strings([Self.team]),
      "TeamName": "<string>Fixture Ltd</string>",
      "TimeToLive": "<integer>3652</integer>",
      "UUID": "<string>5A1C9D5E-0000-4000-8000-000000000000</string>",
      "Version": "<integer>1</integer>",
    ]
    if !profile.devices.isEmpty { entries["ProvisionedDevices"] = strings(profile.devices) }
    if profile.hasAllDevices { entries["ProvisionsAllDevices"] = "<true/>" }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      \(dictionary(entries.filter { !profile.omitted.contains($0.key) }))
      </plist>

      """
  }

  /// Makes a key and its certificate, whose extensions have the same name.
  private static func issue(
    _ name: String, _ subject: String, by issuer: String?, in folder: TemporaryFolder
  ) throws {
    let commands = [
      [
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config",
        "extensions",
        "-keyout", "\(name).key", "-out", "\(name).csr", "-subj", subject,
      ],
      ["x509", "-req", "-in", "\(name).csr", "-days", "3650", "-sha256", "-out", "\(name).pem"]
        + ["-extfile", "extensions", "-extensions", name]
        + (issuer.map { ["-CA", "\($0).pem", "-CAkey", "\($0).key", "-CAcreateserial"] }
          ?? ["-signkey", "\(name).key"]),
    ]
    for arguments in commands {
      let outcome = try Tool.openssl.run(arguments, in: folder.path)
      try #require(outcome.status == 0, "\(outcome.text)")
    }
  }

  private static let extensions = """
    [req]
    distinguished_name=empty
    [empty]
    [root]
    basicConstraints=critical,CA:TRUE
    keyUsage=critical,keyCertSign,cRLSign
    subjectKeyIdentifier=hash
    [intermediate]
    basicConstraints=critical,CA:TRUE,pathlen:0
    keyUsage=critical,keyCertSign,cRLSign
    subjectKeyIdentifier=hash
    authorityKeyIdentifier=keyid
    1.2.840.113635.100.6.2.1=DER:0500
    [development]
    basicConstraints=critical,CA:FALSE
    keyUsage=critical,digitalSignature
    extendedKeyUsage=critical,codeSigning
    subjectKeyIdentifier=hash
    authorityKeyIdentifier=keyid
    authorityInfoAccess=caIssuers;URI:ISSUER-ADDRESS
    1.2.840.113635.100.6.1.2=critical,DER:0500
    1.2.840.113635.100.6.1.12=critical,DER:0500
    [distribution]
    basicConstraints=critical,CA:FALSE
    keyUsage=critical,digitalSignature
    extendedKeyUsage=critical,codeSigning
    subjectKeyIdentifier=hash
    authorityKeyIdentifier=keyid
    authorityInfoAccess=caIssuers;URI:ISSUER-ADDRESS
    1.2.840.113635.100.6.1.4=critical,DER:0500
    [profiles]
    basicConstraints=critical,CA:FALSE
    keyUsage=critical,digitalSignature
    subjectKeyIdentifier=hash
    authorityKeyIdentifier=keyid

    """
}
