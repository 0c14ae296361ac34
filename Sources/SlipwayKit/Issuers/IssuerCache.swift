import Bytes
import Cryptography
import FoundationEssentials

/// The certificates of issuers that were fetched once: `slipway/issuers` in the user's cache folder.
///
/// Each is a file in DER with its SHA-256 for a name, and is looked at under that name only. Where the folder cannot be
/// read or written, there is no cache, and that is no error.
///
/// <https://specifications.freedesktop.org/basedir-spec/latest/>
struct IssuerCache {
  private let folder: String

  /// The most files that are looked at, and the largest.
  private static let fileLimit = 256
  private static let sizeLimit = 1 << 16

  /// - Returns: nil without a home folder.
  init?(_ invocation: Invocation) {
    // A relative path is invalid there, and ignored.
    let caches = invocation.environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let caches = caches ?? (invocation.home.hasPrefix("/") ? "\(invocation.home)/.cache" : nil)
    else { return nil }
    folder = "\(caches)/slipway/issuers"
  }

  /// What was kept; a file whose content has another digest than its name is passed over.
  func certificates() -> [Certificate] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().prefix(Self.fileLimit).compactMap { name in
      guard let source = try? FileSource(path: "\(folder)/\(name)"), source.count <= Self.sizeLimit,
        let bytes = try? source.bytes(at: 0, count: source.count),
        let certificate = try? Certificate(der: bytes), Self.name(of: certificate) == name
      else { return nil }
      return certificate
    }
  }

  /// Keeps one, if that can be done.
  func keep(_ certificate: Certificate) {
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let file = try? AtomicFile(path: "\(folder)/\(Self.name(of: certificate))") else { return }
    guard (try? file.write(certificate.der)) != nil else { return }
    try? file.commit()
  }

  private static func name(of certificate: Certificate) -> String { "\(certificate.sha256.hex).cer" }
}
