/// How a command ended and all that it printed.
struct CommandResult: Equatable, Sendable {
  var status: Int32
  /// Standard output.
  var output: String
  /// Standard error.
  var complaints: String
}
