import PropertyLists

/// What of a code signature cannot be read.
///
/// Whoever signs anew puts another signature in its place; whoever verifies has found that this one says nothing.
package struct SignatureProblem: Codable, Equatable, Sendable {
  /// The structure, under the name that its format gives it: `CodeDirectory`.
  package var structure: String
  /// The part of it that contradicts the format, as the format calls it, or what is not handled.
  package var problem: String
  /// Where, in bytes from the start of the file; nil where no single place is to blame.
  package var offset: Int?

  package init(structure: AppleStructure, problem: String, offset: Int? = nil) {
    self.structure = structure.rawValue
    self.problem = problem
    self.offset = offset
  }

  /// What an error over a signature says of it; nil for one that says nothing of it, such as a file that cannot be read.
  ///
  /// - Parameters:
  ///   - structure: what was being read, where the error does not say.
  ///   - start: where in the file the error's offsets begin to count.
  init?(_ error: AppleError, in structure: AppleStructure = .codeSignature, from start: Int = 0) {
    switch error {
    case .malformed(let structure, let field, let offset, _):
      self.init(structure: structure, problem: field, offset: start + offset)
    case .tooLarge(let structure, let field, let size, let limit, _):
      self.init(structure: structure, problem: "\(field) of \(size), more than \(limit)")
    case .unsupported(let structure, let feature, _):
      self.init(structure: structure, problem: "\(feature), which Slipway does not handle")
    case .propertyList(.notAPropertyList, _):
      self.init(structure: structure, problem: "no property list", offset: start)
    case .propertyList(.malformed(let what, let offset), _):
      self.init(structure: structure, problem: "\(what)", offset: start + offset)
    case .propertyList(.tooLarge(let what, let limit), _):
      self.init(structure: structure, problem: "more than \(limit) for \(what)", offset: start)
    case .missing, .severalApps, .cannotSign, .cannotEdit, .archive, .bytes, .cryptography: return nil
    }
  }

  /// All of it in a few words: `CodeDirectory at byte 49252: hashOffset`.
  package var words: String { structure + (offset.map { " at byte \($0)" } ?? "") + ": " + problem }
}
