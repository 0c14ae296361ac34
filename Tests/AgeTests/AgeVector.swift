import Age
import Bytes
import Cryptography
import FieldTools
import Foundation

@testable import Archives

/// A test vector of the age format, which carries its expectation.
///
///     expect: no match            success, no match, HMAC failure, header failure, armor failure or payload failure
///     payload: SHA-256            of the plaintext; of what is released of it, when the payload fails
///     identity: AGE-SECRET-KEY-1…
///     passphrase: password
///     armored: yes
///     compressed: zlib
///     (an empty line, then the file)
///
/// https://github.com/C2SP/CCTV/tree/main/age
struct AgeVector {
  let name: String
  let file: [UInt8]
  private let fields: [(name: String, value: String)]

  init?(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    var fields: [(name: String, value: String)] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      guard let colon = line.firstRange(of: ": ") else { return nil }
      fields.append((String(line[..<colon.lowerBound]), String(line[colon.upperBound...])))
      rest = rest[(end + 1)...]
    }
    self.fields = fields
    let file = Array(rest.dropFirst())
    switch fields.first(where: { $0.name == "compressed" })?.value {
    case nil: self.file = file
    case "zlib":
      guard let inflated = Self.inflate(file) else { return nil }
      self.file = inflated
    default: return nil
    }
  }

  var expectation: String { values("expect").first ?? "" }
  var payloadDigest: String? { values("payload").first }

  /// Whether its outcome depends on an identity of a kind that Slipway does not read.
  var isPending: Bool {
    values("identity").allSatisfy { $0.hasPrefix("AGE-SECRET-KEY-PQ-") } && !values("identity").isEmpty
  }

  /// What becomes of it, in the words of expectations.
  func outcome() throws -> String {
    let identities = try values("identity").filter { !$0.hasPrefix("AGE-SECRET-KEY-PQ-") }
      .map { try AgeIdentity(SecretBytes($0)) }
    do throws(AgeError) {
      let plaintext =
        if let passphrase = values("passphrase").first, identities.isEmpty {
          try AgeFile.decrypt(file, passphrase: SecretBytes(passphrase))
        } else {
          try AgeFile.decrypt(file, with: identities)
        }
      let digest = plaintext.withBytes { Digest.hash(.sha256, $0).hex }
      return digest == payloadDigest ? "success" : "another payload"
    } catch {
      switch error {
      case .noMatch, .wrongPassphrase: return "no match"
      case .macMismatch: return "HMAC failure"
      case .headerMalformed, .workFactorTooHigh: return "header failure"
      case .armorMalformed: return "armor failure"
      case .payloadDamaged: return "payload failure"
      default: return "\(error)"
      }
    }
  }

  private func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  private static func inflate(_ bytes: [UInt8]) -> [UInt8]? {
    // Two bytes of zlib's, then raw deflate, then a checksum.
    guard let stream = Inflate.Stream() else { return nil }
    var input = bytes.dropFirst(2)
    var output: [UInt8] = []
    while stream.stop == .wantsInput || stream.stop == .isFull {
      if stream.stop == .wantsInput {
        let count = min(stream.room.count, input.count)
        stream.room.copyBytes(from: input.prefix(count))
        input = input.dropFirst(count)
        stream.add(count, isLast: input.isEmpty)
      }
      Inflate.Stream.run(stream)
      output += stream.take()
    }
    return stream.stop == .isAtEnd ? output : nil
  }
}
