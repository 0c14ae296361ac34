import ArgumentParser
import SlipwayKit

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Looks at what Slipway needs of this machine.")

  func run() async throws {
    try await Session.run { session in
      var table = Table("CHECK", "RESULT", "REMEDY")
      let checks = Doctor(session.invocation).checks
      for check in checks {
        table.add([
          Piece(check.name), Piece(check.result, check.remedy == nil ? .green : .red),
          Piece(check.remedy ?? ""),
        ])
      }
      for row in table.lines { session.console.line(row) }
      return checks.allSatisfy { $0.remedy == nil } ? .done : .didNotPass
    }
  }
}
