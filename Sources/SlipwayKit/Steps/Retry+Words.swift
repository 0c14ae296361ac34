import Transfers

extension Retry {
  /// Why and when: `HTTP 503, again in 1.5 s (try 2 of 6)`.
  var words: String {
    let reason =
      switch cause {
      case .status(let status): "HTTP \(status)"
      case .error(let error): error.failure.message.drop(closing: ".")
      }
    let tenths = Int(pause / .milliseconds(100))
    return "\(reason), again in \(tenths / 10).\(tenths % 10) s (try \(failures + 1) of \(attempts))"
  }
}

extension String {
  fileprivate func drop(closing mark: Character) -> String {
    last == mark ? String(dropLast()) : self
  }
}
