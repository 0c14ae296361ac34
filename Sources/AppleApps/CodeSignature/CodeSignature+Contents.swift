extension CodeSignature {
  /// What the blobs hold that are looked into; what cannot be read is nil, and a problem.
  struct Contents {
    var entitlements: Entitlements?
    var derEntitlements: Entitlements?
    var requirements: RequirementSet?
    var problems: [SignatureProblem] = []
  }

  /// Reads the entitlements in both forms and the requirements.
  ///
  /// - Throws: ``AppleError`` for what is no flaw of theirs.
  func contents(file: String) throws(AppleError) -> Contents {
    var contents = Contents()
    func read<Value>(
      _ structure: AppleStructure, from start: Int, _ body: () throws(AppleError) -> Value?
    ) throws(AppleError) -> Value? {
      do throws(AppleError) {
        return try body()
      } catch {
        guard let problem = SignatureProblem(error, in: structure, from: start) else { throw error }
        contents.problems.append(problem)
        return nil
      }
    }
    contents.entitlements = try read(.entitlements, from: contentPlace(Slot.entitlements)) {
      () throws(AppleError) in
      try entitlements.map { (bytes) throws(AppleError) in try Entitlements(xml: bytes, file: file) }
    }
    contents.derEntitlements = try read(.entitlements, from: contentPlace(Slot.derEntitlements)) {
      () throws(AppleError) in
      try derEntitlements.map { (bytes) throws(AppleError) in try Entitlements(der: bytes, file: file) }
    }
    contents.requirements = try read(.requirement, from: 0) { () throws(AppleError) in
      try requirementSet(file: file)
    }
    return contents
  }
}
