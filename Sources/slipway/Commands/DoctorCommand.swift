import ArgumentParser
import SlipwayKit

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", _superCommandName: "slipway",
    abstract: "Looks at what Slipway needs of this machine, and at the key store's health.",
    discussion: """
      The exit status is 1 when something is wrong or has expired, and 0 when something will expire within 30 days: for a \
      job that runs every night.
      """)

  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let checks = Doctor(session.invocation, access: try store.lockedAccess(in: session)).checks
      switch output.format {
      case .human: session.console.show(checks)
      case .json: session.console.document(try JSONDocument.text(["checks": checks]))
      }
      return Doctor.status(of: checks)
    }
  }
}

extension Console {
  fileprivate func show(_ checks: [Doctor.Check]) {
    var table = Table("CHECK", "RESULT", "REMEDY")
    for check in checks {
      table.add([
        Piece(check.name), Piece(shortened(check.result), check.severity?.style ?? .green),
        Piece(shortened(check.remedy ?? "")),
      ])
    }
    for row in table.lines { line(row) }
  }
}
