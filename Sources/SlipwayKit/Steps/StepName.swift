/// The names of a target's steps, as events, journals and plans show them.
enum StepName {
  static let build = "build"
  static let package = "package"
  static let sign = "sign"
  static let verify = "verify"

  /// - Parameter name: the archive's name in the pipeline file.
  static func archive(_ name: String) -> String { "archive:\(name)" }

  /// - Parameter place: the destination's place in the pipeline file, from 1.
  static func deliver(_ place: Int) -> String { "deliver:\(place)" }
}
