/// A line that the GitHub Actions runner acts on: `::error file=slipway.yaml,line=7,col=5::message`.
///
/// Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
struct WorkflowCommand {
  let name: String
  var properties: [(name: String, value: String)] = []
  var text = ""

  /// The line, its texts escaped as the runner wants them, so that they stay texts.
  var line: String {
    let list = properties.map { "\($0.name)=\(Self.escaped($0.value, inProperty: true))" }.joined(
      separator: ",")
    return "::\(name)\(list.isEmpty ? "" : " " + list)::\(Self.escaped(text, inProperty: false))\n"
  }

  private static func escaped(_ text: String, inProperty: Bool) -> String {
    var result = ""
    for scalar in safeText(text).unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case ":" where inProperty: result += "%3A"
      case "," where inProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
