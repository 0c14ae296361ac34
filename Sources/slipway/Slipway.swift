import ArgumentParser
import SlipwayKit

/// `slipway`: built apps in, signed and verified artifacts at their destinations out.
@main
struct Slipway: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slipway",
    abstract: "Takes built apps to the stores: packages, signs, verifies and delivers them.",
    version: "slipway \(SlipwayVersion.current)",
    groupedSubcommands: [
      CommandGroup(
        name: "Pipelines",
        subcommands: [
          InitCommand.self, CheckCommand.self, PlanCommand.self, RunCommand.self, RunsCommand.self,
          ShowCommand.self, SchemaCommand.self,
        ]),
      CommandGroup(
        name: "Single artifacts",
        subcommands: [
          PackageCommand.self, SignCommand.self, VerifyCommand.self, InspectCommand.self, DeliverCommand.self,
        ]),
      CommandGroup(name: "Practice and help", subcommands: [RehearsalCommand.self, DoctorCommand.self]),
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(explaining: error)
    }
  }

  /// Ends the process.
  ///
  /// A command that was not understood is explained as every other failure is.
  private static func exit(explaining error: any Error) -> Never {
    guard !(error is ExitCode), exitCode(for: error) == .validationFailure else { exit(withError: error) }
    let hint = fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
    let sentence = message(for: error).split(separator: "\n").map { $0.drop { $0 == " " } }.joined(
      separator: " ")
    Console(environment: Invocation.current.environment).complain(
      Failure(.usage, sentence, remedy: hint.map { String($0.drop { $0 == " " }) }))
    exit(withError: ExitCode(ExitStatus.usage.rawValue))
  }
}
