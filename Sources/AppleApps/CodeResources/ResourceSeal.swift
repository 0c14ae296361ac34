package import Cryptography
import PropertyLists

/// What a `CodeResources` says of one path.
///
///     <data>                                    SHA-1 of the file
///     { hash, hash2, optional }                 SHA-1 and SHA-256 of the file, which may be missing
///     { symlink }                               the text of a link
///     { cdhash, requirement }                   nested code
///
/// Security, `ResourceSeal` in `resources.cpp`.
package struct ResourceSeal: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// The file's digests that Slipway can compare; empty when it has others only.
    case file([HashAlgorithm: [UInt8]])
    case link(target: String)
    case nested(NestedCode)
  }

  /// As it is spelled in the seal.
  package let path: String
  package let content: Content
  package let isOptional: Bool

  private static let keys: [(key: String, algorithm: HashAlgorithm)] = [
    ("hash", .sha1), ("hash2", .sha256), ("hash4", .sha384), ("hash5", .sha512),
  ]

  init(path: String, content: Content, isOptional: Bool) {
    self.path = path
    self.content = content
    self.isOptional = isOptional
  }

  /// - Throws: ``AppleError`` for a value that is none of the forms; `field` is `files` or `files2`.
  init(path: String, _ value: PropertyList, field: String, file: String) throws(AppleError) {
    self.path = path
    isOptional = value["optional"]?.boolean == true
    if let digest = value.data {
      content = .file([.sha1: digest])
    } else if let target = value["symlink"]?.string {
      content = .link(target: target)
    } else if let requirement = value["requirement"]?.string {
      content = .nested(NestedCode(cdhash: value["cdhash"]?.data ?? [], requirement: requirement))
    } else if value.dictionary != nil {
      var digests: [HashAlgorithm: [UInt8]] = [:]
      for (key, algorithm) in Self.keys { digests[algorithm] = value[key]?.data }
      content = .file(digests)
    } else {
      throw .malformed(.codeResources, field: "\(field): \(path)", offset: 0, file: file)
    }
  }

  /// The value in a `CodeResources`; a dictionary with nothing but a SHA-1 becomes that.
  var propertyList: PropertyList {
    var values: [String: PropertyList] = [:]
    switch content {
    case .file(let digests):
      for (key, algorithm) in Self.keys { values[key] = digests[algorithm].map { .data($0) } }
    case .link(let target): values["symlink"] = .string(target)
    case .nested(let code):
      values["cdhash"] = .data(code.cdhash)
      values["requirement"] = .string(code.requirement)
    }
    if isOptional { values["optional"] = .boolean(true) }
    if values.count == 1, let hash = values["hash"] { return hash }
    return .dictionary(values)
  }
}
