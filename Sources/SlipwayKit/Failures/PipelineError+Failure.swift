package import Pipelines

extension PipelineError: Explained {
  /// The first of what is wrong; ``Failure/all(of:)`` has every one.
  package var failure: Failure {
    switch self {
    case .refused(let diagnostics):
      diagnostics.first?.failure ?? Failure(.inputUnreadable, "The pipeline file cannot be read.")
    }
  }
}

extension Diagnostic: Explained {
  /// One sentence that begins with `file:line:column`, and what to do.
  package var failure: Failure {
    Failure(.inputUnreadable, "\(position): \(words.message)", remedy: words.remedy)
  }

  /// The same without the place, for those who show it themselves.
  package var words: Failure {
    let words = reason.words
    return Failure(.inputUnreadable, words.message, remedy: words.remedy)
  }
}

extension DiagnosticReason {
  fileprivate typealias Words = (message: String, remedy: String?)

  fileprivate var words: Words {
    switch self {
    case .notUTF8: ("This is not UTF-8 text.", "Save the file as UTF-8.")
    case .tooLarge(let limit):
      ("The file is larger than \(limit >> 20) MiB.", "Is it the file that was meant?")
    case .empty:
      ("The file is empty.", "`slipway init` writes a first pipeline file.")
    case .severalDocuments:
      ("A second YAML document begins here.", "Keep one document in the file: remove the `---`.")
    case .malformed(let problem):
      ("This is not YAML: \(problem).", "Look at the brackets, quotes and indentation here and just above.")
    case .tabIndentation:
      ("A tab stands where YAML wants spaces.", "Indent with spaces.")
    case .unquotedSubstitution:
      (
        "`${{` stands without quotes inside { } or [ ], where YAML takes its braces for a mapping.",
        "Put the value in double quotes: \"${{ … }}\"."
      )
    case .unclosedSubstitution: ("`${{` is never closed.", "Close it with `}}`.")
    case .nestingTooDeep(let limit):
      ("Values are nested deeper than \(limit) levels.", "No pipeline needs that; check the indentation.")
    case .tooManyValues(let limit):
      (
        "Anchors and aliases add up to more than \(limit) values.",
        "Use fewer aliases inside what has an anchor."
      )
    case .duplicateKey(let key, let first):
      ("`\(key)` stands here a second time; the first is in line \(first.line).", "Keep one of them.")
    case .keyNotText:
      (
        "A key is a list, a mapping or an alias.",
        "Write a name before the colon; put a value with `${{` or `{` in quotes."
      )
    case .mergeNotMapping:
      ("`<<` merges something that is no mapping.", "Give it an alias of a mapping: `<<: *name`.")
    case .tag(let tag):
      ("The type `\(tag)` is not part of the language.", "Remove it; values are taken as written.")

    case .unknownWord(let word, let nearest, let allowed):
      ("`\(word)` is not a word that may stand here.", DiagnosticReason.suggestion(nearest, among: allowed))
    case .missingWord(let word, let record): ("`\(word)` is missing in this \(record).", "Add `\(word):`.")
    case .missingAlternative(let alternatives, let record):
      (
        "This \(record) says none of \(DiagnosticReason.list(alternatives.compactMap(\.first))).",
        "Add "
          + alternatives.map { $0.map { "`\($0)`" }.joined(separator: " with ") }.joined(separator: ", or ")
          + "."
      )
    case .wordsExclude(let word, let other):
      ("`\(word)` and `\(other)` cannot stand together.", "Keep one of them.")
    case .wrongKind(let expected, let found):
      (
        "Here stands \(found.words); expected is \(expected).",
        found == .nothing ? "Write a value, or remove the word." : nil
      )
    case .unknownChoice(let text, let nearest, let allowed):
      ("`\(text)` is not one of the choices here.", DiagnosticReason.suggestion(nearest, among: allowed))
    case .notANumber(let text, let lowest, let highest):
      (
        "`\(text)` is not a number from \(lowest) to \(highest).",
        lowest == highest ? "Write \(lowest), without quotes." : "Write a whole number, without quotes."
      )
    case .notABoolean(let text): ("`\(text)` is neither true nor false.", "Write true or false.")
    case .badForm(let text, let expected):
      ("`\(text)` is not \(expected).", "A text of digits alone, `true` or `false` needs quotes here.")
    case .tooFew(let expected):
      (
        expected == 1 ? "Nothing is listed here." : "Fewer than \(expected) are listed here.",
        "Add one, or remove the word."
      )
    case .duplicateItem(let item): ("`\(item)` is listed twice.", "Keep one of them.")
    case .literalSecret:
      (
        "A secret stands in the file itself, where everyone who reads the file reads it.",
        "Write { env: NAME } or { file: PATH } instead, and change the secret: this one has been written down."
      )
    case .secretForBuild(let variable):
      (
        "The build would get \(variable), which is not for other people's code.",
        "Leave it out: nothing that holds a secret, and nothing of Slipway's own, is passed to a build."
      )
    case .secretAsInput(let input, let variable):
      (
        "The input `\(input)` reads \(variable), which holds a secret of this pipeline.",
        "Read another variable: what an input holds may be printed and passed to builds."
      )
    case .wordOfOtherPlatform(let word, let platform):
      ("`\(word)` does not go with platform \(platform).", "Remove it, or correct the platform.")
    case .wordOfOtherDistribution(let word, let distribution, let fitting):
      (
        "`\(word)` does not go with distribution \(distribution), but with \(fitting.joined(separator: " or ")).",
        "Remove it, or correct the distribution."
      )

    case .substitutionInKey:
      ("Nothing is substituted in a key.", "Write the key out; substitute in its value.")
    case .substitutionInCommand:
      (
        "Nothing is substituted in `build.run`, so that no value can become part of a command.",
        "Pass it under `build.env`, and let the command read the variable."
      )
    case .substitutionNotAllowedHere: ("Nothing is substituted here.", "Write the value out.")
    case .unknownReference(let reference, let nearest, let allowed):
      (
        "`\(reference)` is not defined.",
        nearest == nil && reference.hasPrefix("inputs.")
          ? "Declare it under `inputs:`." : DiagnosticReason.suggestion(nearest, among: allowed)
      )
    case .inputWithoutValue(let name, let environment):
      (
        "The input `\(name)` has no value.",
        "Give `--set \(name)=VALUE`"
          + (environment.map { ", or set the variable \($0)." } ?? ", or a default in the file.")
      )
    case .unsafeInPath(let reference, let value, let flaw):
      ("`\(reference)` is \(value.isEmpty ? "empty" : "`\(value)`"), which \(flaw.words).", flaw.remedy)
    case .defaultKeyUnderEach:
      (
        "A target with `each` asks for the default key, which would be the same for every row.",
        "Name the key: key: \"${{ each.key }}\", with a column `key`."
      )
    case .badPattern(let pattern, let problem):
      ("`\(pattern)` is not a regular expression: \(problem).", "Correct the pattern.")
    case .valueDoesNotMatch(let input, let value, let pattern):
      (
        "The value `\(value)` of input `\(input)` does not match \(pattern) as a whole.",
        "Give another value with --set \(input)=VALUE, or correct the pattern."
      )
    case .unknownInput(let name, let nearest, let allowed):
      (
        "--set gives `\(name)`, which is no input of the pipeline.",
        DiagnosticReason.suggestion(nearest, among: allowed) ?? "Declare it under `inputs:`."
      )

    case .unreadableFile(let path, let problem):
      ("\(path) cannot be read: \(problem).", "The path is taken from the pipeline file's folder.")
    case .malformedCSV(let flaw): (flaw.words, flaw.remedy)
    case .rowWithoutName(let column):
      (
        "This row has nothing in the column `\(column)`, which names its target.",
        "Fill it in, or remove the row."
      )
    case .badRowName(let name):
      (
        "`\(name)` cannot name a target.",
        "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit, and not `default`."
      )
    case .duplicateRow(let name, let first):
      ("The row `\(name)` is there already, in line \(first.line).", "Give each row a name of its own.")
    case .unknownColumn(let name, let nearest, let allowed):
      ("There is no column `\(name)`.", DiagnosticReason.suggestion(nearest, among: allowed))
    case .tooManyRows(let limit):
      ("The file has more than \(limit) rows.", "Split it over several pipelines.")

    case .missingInTarget(let word, let target):
      ("The target `\(target)` says no `\(word)`, nor do the defaults.", "Add `\(word):` to it.")
    case .applicationNeeded(let target, let distribution):
      (
        "The target `\(target)` goes to \(distribution) but does not say its application.",
        "Add `application:`, the app's id, so that a mixed-up payload or key is found before anything is signed."
      )
    case .formatOfOtherPlatform(let format, let platform):
      ("`\(format)` is not a format of platform \(platform).", "Correct the format or the platform.")
    case .unknownCredential(let name, let nearest, let allowed):
      (
        "There is no credential `\(name)`.",
        DiagnosticReason.suggestion(nearest, among: allowed) ?? "Add it under `credentials:`."
      )
    case .credentialOfOtherKind(let name, let kind, let destination):
      (
        "The credential `\(name)` is of kind \(kind), with which \(destination) cannot log in.",
        "Name another credential."
      )
    case .unknownFinding(let id, let nearest):
      ("There is no finding `\(id)`.", nearest.map { "Did you mean `\($0)`?" })
    case .findingNeverAccepted(let id):
      (
        "`\(id)` is about a certificate, a purpose or a signature, which can never be accepted.",
        "Remove it here and mend what it finds."
      )
    case .badAddress(let address):
      ("`\(address)` is not an http or https address.", "Write https://HOST/PATH.")
    case .addressNotSecure(let host):
      (
        "The address sends what it delivers to \(host) without TLS.",
        "Use https, or say `allow-http: true` beside the address."
      )
    case .badInstallAddress(let address):
      (
        "`\(address)` is not the address of a folder.",
        "Write https://HOST/PATH/, without a query: the names of the files are put behind it."
      )
    case .installPageNotSecure(let host):
      (
        "The install page at \(host) would be served over http, from which iOS installs nothing.",
        "Serve the folder over https, with a certificate that the devices trust, and write that address."
      )
    case .secretHeader(let name):
      (
        "The header \(name) would put a secret in the file.",
        "Use `credential:` with a bearer or basic credential."
      )
    case .hostNotInCredential(let host, let credential, let hosts):
      (
        "The credential `\(credential)` may not be sent to \(host), but only to \(hosts.joined(separator: ", ")).",
        "Correct the address, or add the host to the credential's `hosts`."
      )

    case .noMatch(let pattern, let nearest):
      (
        "Nothing matches \(pattern).",
        nearest.isEmpty
          ? "Build first, or correct the path; it is taken from the pipeline file's folder."
          : "Nearest: \(nearest.joined(separator: ", "))."
      )
    case .severalMatches(let pattern, let matches, let total):
      (
        "\(pattern) matches \(total) files: \(matches.joined(separator: ", "))\(total > matches.count ? ", …" : "").",
        "Narrow the pattern until one is left, or remove what is old."
      )
    case .badGlob(let pattern):
      ("`\(pattern)` is not a pattern.", "Close every `[`, and let `**` stand alone between slashes.")
    case .unreadableFolder(let path, let problem):
      ("The folder \(path) cannot be read: \(problem).", "Give this user the right to read it.")
    case .tooManyFiles(let pattern, let limit):
      (
        "The search for \(pattern) met more than \(limit) files.",
        "Begin the pattern with the folder to search in."
      )
    }
  }

  private static func suggestion(_ nearest: String?, among allowed: [String]) -> String? {
    if let nearest { return "Did you mean `\(nearest)`?" }
    return allowed.isEmpty ? nil : "Known here: \(list(allowed))."
  }

  private static func list(_ words: [String]) -> String {
    let shown = words.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return words.count > 20 ? shown + ", …" : shown
  }
}

extension ValueKind {
  fileprivate var words: String {
    switch self {
    case .text: "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .nothing: "nothing"
    }
  }
}

extension ComponentFlaw {
  fileprivate var words: String {
    switch self {
    case .empty, .dots, .separator, .controlCharacter: "cannot be one component of a path"
    case .addressCharacter: "cannot be one component of an address"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .empty: "Give it a value."
    case .dots: "Use a name; `.` and `..` mean other folders."
    case .separator: "Use a name without slashes, and write the folders in the pipeline file."
    case .controlCharacter: "Remove the control characters."
    case .addressCharacter: "Use letters, digits and -._~+ only."
    }
  }
}

extension CSVFlaw {
  fileprivate var words: String {
    switch self {
    case .empty: "The CSV file is empty."
    case .unclosedQuote: "A quoted field is never closed."
    case .textAfterQuote: "Text follows the end of a quoted field."
    case .quoteInsideField: "A quote stands inside a field without quotes."
    case .emptyColumnName(let column): "Column \(column) has no name."
    case .duplicateColumnName(let name): "Two columns are named `\(name)`."
    case .fieldCount(let expected, let found): "This row has \(found) fields; the header has \(expected)."
    case .controlCharacter: "A control character stands in a field."
    }
  }

  fileprivate var remedy: String? {
    switch self {
    case .empty: "Its first line names the columns, each further line is a row."
    case .unclosedQuote: "Close it with a double quote."
    case .textAfterQuote, .quoteInsideField:
      "Put the whole field in double quotes, and double those inside it."
    case .emptyColumnName, .duplicateColumnName: "Give each column a name of its own in the first line."
    case .fieldCount: "Put a field that holds a comma in double quotes."
    case .controlCharacter: "Remove it."
    }
  }
}
