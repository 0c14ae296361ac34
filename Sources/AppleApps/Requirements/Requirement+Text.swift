import Bytes
import Cryptography

import struct FoundationEssentials.Date

extension Requirement {
  /// The expression in Apple's requirement language, as `codesign -d -r-` prints it.
  ///
  /// Apple's `Dumper` (codesigning/lib/reqdumper.cpp).
  package var text: String { text(within: .top) }

  /// What is around an expression, which decides about parentheses.
  private enum Context: Int {
    case primary, and, or, top
  }

  private func text(within context: Context) -> String {
    switch self {
    case .never: return "never"
    case .always: return "always"
    case .identifier(let text): return "identifier \(RequirementWord.text(text))"
    case .appleAnchor: return "anchor apple"
    case .appleGenericAnchor: return "anchor apple generic"
    case .anchorHash(let certificate, let sha1): return "\(Self.name(certificate)) = H\"\(sha1.hex)\""
    case .infoValue(let key, let value):
      return "info[\(RequirementWord.key(key))] = \(RequirementWord.text(value))"
    case .infoField(let key, let match): return "info[\(RequirementWord.key(key))]\(Self.text(match))"
    case .and(let left, let right):
      let text = "\(left.text(within: .and)) and \(right.text(within: .and))"
      return context == .primary ? "(\(text))" : text
    case .or(let left, let right):
      let text = "\(left.text(within: .or)) or \(right.text(within: .or))"
      return context == .primary || context == .and ? "(\(text))" : text
    case .not(let inner): return "! \(inner.text(within: .primary))"
    case .cdHash(let hash): return "cdhash H\"\(hash.hex)\""
    case .certificateField(let certificate, let field, let match):
      return "\(Self.name(certificate))[\(RequirementWord.key(field))]\(Self.text(match))"
    // Apple's prints no space before the word, which its own parser then cannot read.
    case .trustedCertificate(let certificate): return "\(Self.name(certificate)) trusted"
    case .trustedCertificates: return "anchor trusted"
    case .certificateExtension(let certificate, let identifier, let match):
      return "\(Self.name(certificate))[field.\(Self.dotted(identifier))]\(Self.text(match))"
    case .certificatePolicy(let certificate, let identifier, let match):
      return "\(Self.name(certificate))[policy.\(Self.dotted(identifier))]\(Self.text(match))"
    case .certificateDate(let certificate, let identifier, let match):
      return "\(Self.name(certificate))[timestamp.\(Self.dotted(identifier))]\(Self.text(match))"
    case .entitlement(let key, let match):
      return "entitlement[\(RequirementWord.key(key))]\(Self.text(match))"
    case .namedAnchor(let name): return "anchor apple \(RequirementWord.text(name))"
    case .namedCode(let name): return "(\(RequirementWord.text(name)))"
    case .platform(let number): return "platform = \(number)"
    case .notarized: return "notarized"
    case .legacyDeveloperID: return "legacy"
    case .unknown(let number, _):
      return (number & 0x8000_0000 == 0 ? "" : "false ") + "/* opcode \(number & 0xff_ffff) */"
    case .other(let kind, _): return "/* requirement of kind \(kind) */"
    }
  }

  private static func text(_ match: Match) -> String {
    switch match {
    case .exists: return " /* exists */"
    case .absent: return " absent "
    case .compare(let number, let bytes):
      let value = RequirementWord.data(bytes)
      return switch number {
      case 1: " = \(value)"
      case 2: " ~ \(value)"
      case 3: " = \(value)*"
      case 4: " = *\(value)"
      case 5: " < \(value)"
      case 6: " > \(value)"
      case 7: " <= \(value)"
      default: " >= \(value)"
      }
    case .date(let number, let seconds):
      let sign =
        switch number {
        case 9: "="
        case 10: "<"
        case 11: ">"
        case 12: "<="
        default: ">="
        }
      return " \(sign) <\(date(seconds))>"
    }
  }

  /// A moment as Core Foundation describes it: `2016-02-03 00:00:00 +0000`; as seconds when it has no year of four
  /// digits.
  private static func date(_ seconds: Int64) -> String {
    guard (-63_113_904_000...252_423_993_599).contains(seconds) else { return "\(seconds)" }
    let text = Date(timeIntervalSinceReferenceDate: Double(seconds)).ISO8601Format()
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) +0000"
  }

  private static func name(_ certificate: Int32) -> String {
    switch certificate {
    case leaf: "certificate leaf"
    case anchor: "certificate root"
    default: "certificate \(certificate)"
    }
  }

  /// An object identifier's content, dotted.
  private static func dotted(_ content: [UInt8]) -> String {
    ObjectIdentifier.dotted(content[...]) ?? content.hex
  }
}
