import AppleApps
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

/// Signs code that tests made, and looks at what came of it.
enum SignedSample {
  static let workers = Workers(limit: 2)
  static let time = Date(timeIntervalSince1970: 1_790_000_000)

  static var parameters: CodeSigningParameters {
    var parameters = CodeSigningParameters(identifier: "com.example.fixture", team: AppleAuthority.team)
    parameters.infoPlist = Array("<plist>the bundle's</plist>".utf8)
    parameters.codeResources = Array("<plist>the seal</plist>".utf8)
    parameters.entitlements = (xml: Array("<plist><dict/></plist>".utf8), der: [0x70, 5, 2, 1, 1, 0xb0, 0])
    parameters.executableSegmentFlags = 0x10
    return parameters
  }

  static func file(_ bytes: [UInt8]) throws -> MachOFile {
    try MachOFile(reading: MemorySource(bytes), name: "code")
  }

  /// The bytes of the file signed by nobody.
  static func adHoc(
    _ bytes: [UInt8], _ parameters: CodeSigningParameters = parameters
  ) throws -> [UInt8] {
    let signed = try MachOSigner.sign(
      file(bytes), parameters, chain: [], endsAtApple: false, workers: workers, signature: nil)
    return try signed.source.bytes(at: 0, count: signed.source.count)
  }

  /// The bytes of the file signed by a developer of the authority that tests have.
  static func signed(
    _ bytes: [UInt8], _ parameters: CodeSigningParameters = parameters, endsAtApple: Bool = true
  ) throws -> [UInt8] {
    let authority = try AppleAuthority.shared.get()
    let key = try PrivateKey(pem: authority.pem("development.key"))
    let chain = try ["development", "intermediate", "root"].flatMap {
      try Certificate.all(in: authority.pem("\($0).pem"))
    }
    let signed = try MachOSigner.sign(
      file(bytes), parameters, chain: chain, endsAtApple: endsAtApple, workers: workers
    ) { (directories) throws(AppleError) in
      do throws(CryptographyError) {
        return try SignedData.codeSignature(
          of: directories[0].bytes,
          directories: directories.map { (hash: $0.hash, digest: $0.fullDigest) }, key: key, chain: chain,
          time: time)
      } catch {
        throw .cryptography(error)
      }
    }
    return try signed.source.bytes(at: 0, count: signed.source.count)
  }

  /// What is wrong with each architecture, as part of the bundle that it was signed for.
  static func verdicts(
    _ bytes: [UInt8], _ parameters: CodeSigningParameters = parameters
  ) throws -> [CodeVerdict] {
    try file(bytes).slices.map { slice in
      try MachOVerifier.verify(
        slice, infoPlist: parameters.infoPlist, codeResources: parameters.codeResources, isBundle: true,
        workers: workers)
    }
  }

  static func signatures(_ bytes: [UInt8]) throws -> [CodeSignature] {
    try file(bytes).slices.map { try #require(try $0.signature()) }
  }
}
