import Archives
import Bytes

package import struct FoundationEssentials.Date

/// A debug token of BlackBerry 10: lets an author's unsigned apps run on some devices for 30 days.
///
/// A BAR, which is a ZIP, whose manifest has lines such as these. Nobody can get new ones since BlackBerry's servers
/// are gone; who signed it is not looked at.
///
///     Package-Type: debug-token
///     Package-Author: Acme
///     Package-Author-Id: gYAAgGE4qaHzBnzEAu8JKe4G1OI
///     Package-Issue-Date: 2013-01-17T01:47:50Z
///     Debug-Token-System-Actions: execute,run_native
///     Debug-Token-Expiry-Date: 2013-02-16T01:47:50Z
///     Debug-Token-Device-Id: 1311521222,128366899
package struct BlackBerryDebugToken: Equatable, Sendable {
  package let author: String
  /// What apps that it is for carry as their author's id; nil when it has none.
  package let authorID: String?
  package let issued: Date?
  package let expires: Date
  /// The PINs of the devices, as people know them: eight hexadecimal digits each.
  package let devices: [String]
  package let systemActions: [String]

  /// The largest manifest that is read, in bytes; 100 devices take two kilobytes.
  private static let manifestLimit = 1 << 20

  /// - Throws: ``CredentialError/unknownCredential(origin:appearance:)`` for any other ZIP,
  ///   ``CredentialError/malformedDebugToken(origin:attribute:)``.
  package init(_ bytes: [UInt8], origin: String) throws(CredentialError) {
    guard let attributes = Self.attributes(bytes, origin), attributes["Package-Type"] == "debug-token" else {
      throw .unknownCredential(origin: origin, appearance: .archive)
    }
    func required<Value>(
      _ name: String, _ read: (String) -> Value?
    ) throws(CredentialError) -> Value {
      guard let value = attributes[name].flatMap(read) else {
        throw .malformedDebugToken(origin: origin, attribute: name)
      }
      return value
    }
    author = try required("Package-Author") { $0.isEmpty ? nil : $0 }
    authorID = attributes["Package-Author-Id"]
    expires = try required("Debug-Token-Expiry-Date", Self.date)
    issued = try attributes["Package-Issue-Date"] == nil ? nil : required("Package-Issue-Date", Self.date)
    devices = try required("Debug-Token-Device-Id", Self.pins)
    systemActions =
      attributes["Debug-Token-System-Actions"]?.split(separator: ",").map { String($0) } ?? []
  }

  private static func attributes(_ bytes: [UInt8], _ origin: String) -> [String: String]? {
    guard let directory = try? ZipDirectory(reading: MemorySource(bytes), name: origin),
      let entry = directory.entry(named: "META-INF/MANIFEST.MF"),
      let manifest = try? directory.contents(of: entry, limit: manifestLimit)
    else { return nil }
    // Lines are not folded; of an attribute that stands there twice, the first counts.
    var attributes: [String: String] = [:]
    for line in manifest.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      let value = String(decoding: line[(colon + 1)...].drop { $0 == 0x20 }, as: UTF8.self)
      if attributes[name] == nil { attributes[name] = value }
    }
    return attributes
  }

  private static func date(_ text: String) -> Date? {
    try? Date(text, strategy: .iso8601)
  }

  private static func pins(_ text: String) -> [String]? {
    var pins: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let pin = UInt32(part), part.first != "+" else { return nil }
      let digits = String(pin, radix: 16, uppercase: true)
      pins.append(String(repeating: "0", count: 8 - digits.count) + digits)
    }
    return pins
  }
}
