import Cryptography
import FoundationEssentials

/// An object in a file of JSON, which knows where it stands there.
struct JSONObject {
  let file: String
  /// The path of members that leads to it, with a dot behind it; empty for the document.
  private let prefix: String
  private let members: [String: JSONValue]

  /// The names of its members, sorted.
  var names: [String] { members.keys.sorted() }

  /// Reads a file; a byte order mark is skipped.
  ///
  /// - Throws: ``MigrationError/notJSON(path:)``, also when it is no object or nested deeper than any honest file;
  ///   ``MigrationError/tooLarge(path:limit:)``, ``MigrationError/file(_:)``.
  init(contentsOf file: String) throws(MigrationError) {
    var bytes = try BoundedFile.read(file, limit: BoundedFile.textLimit)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
    guard case .object(let members)? = JSONValue(bytes) else { throw .notJSON(path: file) }
    self.init(file: file, prefix: "", members: members)
  }

  private init(file: String, prefix: String, members: [String: JSONValue]) {
    self.file = file
    self.prefix = prefix
    self.members = members
  }

  /// The path of a member, for messages.
  func path(_ name: String) -> String { prefix + name }

  /// - Returns: nil when the member is absent or null.
  /// - Throws: ``MigrationError/wrongMember(path:member:expected:)``.
  func object(_ name: String) throws(MigrationError) -> JSONObject? {
    switch members[name] {
    case nil, .null: return nil
    case .object(let inner): return JSONObject(file: file, prefix: path(name) + ".", members: inner)
    default: throw .wrongMember(path: file, member: path(name), expected: .object)
    }
  }

  /// - Throws: ``MigrationError/missingMember(path:member:)``, ``MigrationError/wrongMember(path:member:expected:)``.
  func requiredObject(_ name: String) throws(MigrationError) -> JSONObject {
    guard let inner = try object(name) else { throw .missingMember(path: file, member: path(name)) }
    return inner
  }

  /// - Returns: nil when the member is absent or null.
  /// - Throws: ``MigrationError/wrongMember(path:member:expected:)``, also for empty text.
  func text(_ name: String) throws(MigrationError) -> String? {
    switch members[name] {
    case nil, .null: return nil
    case .string(let text) where !text.isEmpty: return text
    default: throw .wrongMember(path: file, member: path(name), expected: .filledText)
    }
  }

  /// - Throws: ``MigrationError/missingMember(path:member:)``, ``MigrationError/wrongMember(path:member:expected:)``.
  func requiredText(_ name: String) throws(MigrationError) -> String {
    guard let text = try text(name) else { throw .missingMember(path: file, member: path(name)) }
    return text
  }

  /// A password, which may be empty.
  ///
  /// - Returns: nil when the member is absent or null.
  /// - Throws: ``MigrationError/wrongMember(path:member:expected:)``.
  func secret(_ name: String) throws(MigrationError) -> WrittenSecret? {
    switch members[name] {
    case nil, .null: return nil
    case .string(let text): return WrittenSecret(member: path(name), secret: SecretBytes(text))
    default: throw .wrongMember(path: file, member: path(name), expected: .text)
    }
  }

  /// - Throws: ``MigrationError/missingMember(path:member:)``, ``MigrationError/wrongMember(path:member:expected:)``.
  func requiredSecret(_ name: String) throws(MigrationError) -> WrittenSecret {
    guard let secret = try secret(name) else { throw .missingMember(path: file, member: path(name)) }
    return secret
  }

  /// Whether a member is text.
  func isText(_ name: String) -> Bool {
    if case .string? = members[name] { true } else { false }
  }

  /// The names of members that are not among the known ones.
  func unknownMembers(beside known: Set<String>) -> [MigrationNote] {
    names.filter { !known.contains($0) }.map { .unknownMember(file: file, member: path($0)) }
  }
}
