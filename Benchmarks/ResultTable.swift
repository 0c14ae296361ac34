/// The lines of the table that is printed, in Markdown.
enum ResultTable {
  static let heading = """
    | work | Slipway | CPU | peak | field's tool | CPU | peak | ratio | budget | floor |
    |---|---|---|---|---|---|---|---|---|---|
    """

  static func row(_ result: Race.Result) -> String {
    let floors = zip(result.race.floors, result.floors).map { "\($0.name) \(seconds($1))" }
    let columns = [
      result.race.work, seconds(result.slipway.wall), seconds(result.slipway.cpu),
      megabytes(result.slipway.peak),
      seconds(result.rival.wall), seconds(result.rival.cpu), megabytes(result.rival.peak),
      "\(rounded(result.ratio, 1)) times (median \(rounded(result.medianRatio, 1)))", budget(result),
      floors.joined(separator: ", "),
    ]
    return "| " + columns.joined(separator: " | ") + " |"
  }

  private static func budget(_ result: Race.Result) -> String {
    let words =
      switch result.race.budget {
      case .seconds(let most): seconds(most)
      case .times(let least, let peak):
        "\(rounded(least, least < 1 ? 1 : 0)) times" + (peak.map { ", \(megabytes($0))" } ?? "")
      }
    return "\(words) \(result.meetsBudget ? "met" : "MISSED")"
  }

  private static func seconds(_ value: Double) -> String {
    value < 0.1 ? "\(rounded(value * 1000, 1)) ms" : "\(rounded(value, 2)) s"
  }

  private static func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    let scale = [1.0, 10, 100][digits]
    let whole = (value * scale).rounded()
    return digits == 0 ? "\(Int(whole))" : "\(whole / scale)"
  }
}
