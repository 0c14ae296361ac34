/// What is wrong, as facts.
///
/// SlipwayKit has the sentences.
package enum DiagnosticReason: Equatable, Sendable {
  // The file as YAML.
  case notUTF8
  case tooLarge(limit: Int)
  case empty
  case severalDocuments
  /// YAML's own grammar is broken; `problem` is the parser's wording.
  case malformed(problem: String)
  case tabIndentation
  /// `${{` outside quotes in flow style, where YAML takes the braces for a mapping.
  case unquotedSubstitution
  case unclosedSubstitution
  case nestingTooDeep(limit: Int)
  /// Anchors and aliases add up to more values than a pipeline can have.
  case tooManyValues(limit: Int)
  case duplicateKey(String, first: Position)
  case keyNotText
  case mergeNotMapping
  /// An explicit YAML type, such as `!!binary`.
  case tag(String)

  // Words and kinds.
  case unknownWord(String, nearest: String?, allowed: [String])
  case missingWord(String, in: String)
  /// None of the alternatives is there, such as `keystore` or `private-key` with `certificate`.
  case missingAlternative([[String]], in: String)
  case wordsExclude(String, String)
  case wrongKind(expected: String, found: ValueKind)
  case unknownChoice(String, nearest: String?, allowed: [String])
  case notANumber(String, lowest: Int, highest: Int)
  case notABoolean(String)
  case badForm(String, expected: String)
  case tooFew(expected: Int)
  case duplicateItem(String)
  /// A password, token or key stands in the file itself. The text is deliberately not kept.
  case literalSecret
  /// A build would inherit a variable that holds a secret of the pipeline, or that is Slipway's own.
  case secretForBuild(variable: String)
  /// An input would substitute what a variable that holds a secret says.
  case secretAsInput(input: String, variable: String)
  case wordOfOtherPlatform(String, platform: String)
  case wordOfOtherDistribution(String, distribution: String, fitting: [String])

  // Substitution.
  case substitutionInKey
  case substitutionInCommand
  case substitutionNotAllowedHere
  case unknownReference(String, nearest: String?, allowed: [String])
  case inputWithoutValue(name: String, environment: String?)
  /// A value would be more than one component of a path.
  case unsafeInPath(reference: String, value: String, flaw: ComponentFlaw)
  case defaultKeyUnderEach

  // Inputs.
  case badPattern(String, problem: String)
  case valueDoesNotMatch(input: String, value: String, pattern: String)
  case unknownInput(String, nearest: String?, allowed: [String])

  // Rows.
  case unreadableFile(path: String, problem: String)
  case malformedCSV(CSVFlaw)
  case rowWithoutName(column: String)
  case badRowName(String)
  case duplicateRow(String, first: Position)
  case unknownColumn(String, nearest: String?, allowed: [String])
  case tooManyRows(limit: Int)

  // What targets need.
  case missingInTarget(String, target: String)
  case applicationNeeded(target: String, distribution: String)
  case formatOfOtherPlatform(format: String, platform: String)
  case unknownCredential(String, nearest: String?, allowed: [String])
  case credentialOfOtherKind(String, kind: String, destination: String)
  case unknownFinding(String, nearest: String?)
  case findingNeverAccepted(String)
  case badAddress(String)
  case addressNotSecure(host: String)
  /// No address of a folder: without a host, or with a query.
  case badInstallAddress(String)
  /// An install page under http.
  case installPageNotSecure(host: String)
  case secretHeader(String)
  case hostNotInCredential(host: String, credential: String, hosts: [String])

  // Payloads.
  case noMatch(pattern: String, nearest: [String])
  case severalMatches(pattern: String, matches: [String], total: Int)
  case badGlob(String)
  case unreadableFolder(path: String, problem: String)
  case tooManyFiles(pattern: String, limit: Int)
}

/// Why a value cannot be one component of a path or address.
package enum ComponentFlaw: Equatable, Sendable {
  case empty, dots, separator, controlCharacter
  /// Neither a letter, a digit nor one of `-._~+`.
  case addressCharacter
}

/// The kinds of value a YAML file has.
package enum ValueKind: String, Equatable, Sendable { case text, list, mapping, nothing }

/// What RFC 4180 does not allow in a CSV file, or Slipway does not.
package enum CSVFlaw: Equatable, Sendable {
  case empty
  case unclosedQuote
  case textAfterQuote
  case quoteInsideField
  case emptyColumnName(column: Int)
  case duplicateColumnName(String)
  case fieldCount(expected: Int, found: Int)
  case controlCharacter
}
