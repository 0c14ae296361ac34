import Bytes
import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder
import Transfers

/// What a server says about the bytes it holds, and about why it does not want them.
extension Response {
  /// `X-Checksum-Sha256`, as Artifactory and the rehearsal send it; nil when it is no SHA-256.
  var checksum: String? {
    headers["X-Checksum-Sha256"].flatMap(Self.digest)
  }

  /// An `ETag` that could be a SHA-256.
  ///
  /// Others look the same, so only equality means something.
  var entityDigest: String? {
    guard var tag = headers["ETag"]?[...] else { return nil }
    if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
    if tag.count > 1, tag.hasPrefix("\""), tag.hasSuffix("\"") { tag = tag.dropFirst().dropLast() }
    return Self.digest(String(tag))
  }

  /// The digest in a JSON answer: `{"checksums": {"sha256": …}}` (Artifactory) or `{"sha256": …}`.
  var bodyChecksum: String? {
    guard !isBodyCut, body.first == UInt8(ascii: "{"),
      let answer = try? JSONDecoder().decode(UploadAnswer.self, from: Data(body))
    else { return nil }
    return (answer.checksums?.sha256 ?? answer.sha256).flatMap(Self.digest)
  }

  /// The beginning of the answer's text on one line, without the credential should the server have sent it
  /// back.
  ///
  /// Empty for a page of HTML, which is made for browsers.
  func excerpt(without credential: HTTPCredential?) -> String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    let line = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
    guard !line.hasPrefix("<") else { return "" }
    return String((credential?.redacting(line) ?? line).prefix(300))
  }

  private static func digest(_ text: String) -> String? {
    [UInt8](hex: text).flatMap { $0.count == 32 ? $0.hex : nil }
  }

  private struct UploadAnswer: Decodable {
    struct Checksums: Decodable {
      let sha256: String?
    }

    let sha256: String?
    let checksums: Checksums?
  }
}
