extension Requirement {
  /// Operators inside one another, at most.
  private static let deepest = 256

  /// - Parameters:
  ///   - blob: with its header.
  ///   - offset: where it is in the file, for messages.
  /// - Throws: ``AppleError``: `malformed`; `unsupported` for operators that are not known and do not say how long they
  ///   are; `tooLarge` for expressions that are too deep. Another kind than expressions is no error.
  package init(_ blob: [UInt8], file: String, offset: Int = 0) throws(AppleError) {
    guard blob.count >= 12, blob.bigEndian32(0) == CodeSignature.Magic.requirement else {
      throw .malformed(.requirement, field: "magic", offset: offset, file: file)
    }
    guard blob.bigEndian32(8) == 1 else {
      self = .other(kind: blob.bigEndian32(8), Array(blob[12...]))
      return
    }
    var cursor = Cursor(bytes: blob, position: 12, file: file, offset: offset)
    self = try cursor.expression(depth: 0)
  }

  /// Flags of an operator that is newer than its reader: it counts as false, or is left out; its operand follows as data.
  private static let unknownOperatorFlags: UInt32 = 0xc000_0000

  /// Reads operators and their operands one after the other.
  private struct Cursor {
    let bytes: [UInt8]
    var position: Int
    let file: String
    let offset: Int

    func malformed(_ field: String) -> AppleError {
      .malformed(.requirement, field: field, offset: offset + position, file: file)
    }

    mutating func number() throws(AppleError) -> UInt32 {
      guard bytes.count - position >= 4 else { throw malformed("length") }
      defer { position += 4 }
      return bytes.bigEndian32(position)
    }

    mutating func slot() throws(AppleError) -> Int32 { Int32(bitPattern: try number()) }

    mutating func data() throws(AppleError) -> [UInt8] {
      let count = Int(try number())
      guard count <= bytes.count - position else { throw malformed("length of data") }
      let data = Array(bytes[position..<position + count])
      position = min(bytes.count, position + (count + 3) / 4 * 4)
      return data
    }

    mutating func text() throws(AppleError) -> String { String(decoding: try data(), as: UTF8.self) }

    mutating func match() throws(AppleError) -> Match {
      let number = try number()
      switch number {
      case 0: return .exists
      case 14: return .absent
      case 1...8: return .compare(number, try data())
      case 9...13:
        guard bytes.count - position >= 8 else { throw malformed("date") }
        defer { position += 8 }
        return .date(number, Int64(bitPattern: bytes.bigEndian64(position)))
      default: throw malformed("match operator \(number)")
      }
    }

    mutating func expression(depth: Int) throws(AppleError) -> Requirement {
      guard depth < Requirement.deepest else {
        throw .tooLarge(
          .requirement, field: "levels", size: depth, limit: Requirement.deepest, file: file)
      }
      let operation = try number()
      switch operation {
      case 0: return .never
      case 1: return .always
      case 2: return .identifier(try text())
      case 3: return .appleAnchor
      case 4: return .anchorHash(certificate: try slot(), sha1: try data())
      case 5: return .infoValue(key: try text(), value: try text())
      case 6: return .and(try expression(depth: depth + 1), try expression(depth: depth + 1))
      case 7: return .or(try expression(depth: depth + 1), try expression(depth: depth + 1))
      case 8: return .cdHash(try data())
      case 9: return .not(try expression(depth: depth + 1))
      case 10: return .infoField(key: try text(), try match())
      case 11: return .certificateField(certificate: try slot(), field: try text(), try match())
      case 12: return .trustedCertificate(try slot())
      case 13: return .trustedCertificates
      case 14: return .certificateExtension(certificate: try slot(), identifier: try data(), try match())
      case 15: return .appleGenericAnchor
      case 16: return .entitlement(key: try text(), try match())
      case 17: return .certificatePolicy(certificate: try slot(), identifier: try data(), try match())
      case 18: return .namedAnchor(try text())
      case 19: return .namedCode(try text())
      case 20: return .platform(try slot())
      case 21: return .notarized
      case 22: return .certificateDate(certificate: try slot(), identifier: try data(), try match())
      case 23: return .legacyDeveloperID
      case _ where operation & Requirement.unknownOperatorFlags != 0:
        return .unknown(operator: operation, try data())
      default:
        throw .unsupported(.requirement, feature: "operator \(operation)", file: file)
      }
    }
  }
}
