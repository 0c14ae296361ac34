import ArgumentParser
import Glibc
import SlipwayKit

/// `slipway`: built apps in, signed and verified artifacts at their destinations out.
@main
struct Slipway: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slipway",
    abstract: "Takes built apps to the stores: packages, signs, verifies and delivers them.",
    discussion: """
      Exit status: 0 done; 1 did not pass; 64 used wrongly; 65 an input cannot be read; 69 a destination cannot be \
      reached; 70 our own fault; 74 disk full or another failure of a file system; 75 interrupted or of unknown \
      outcome: run it again; 77 no right to it.
      """,
    version: "slipway \(SlipwayVersion.current)",
    groupedSubcommands: [
      CommandGroup(
        name: "Pipelines",
        subcommands: [
          InitCommand.self, CheckCommand.self, PlanCommand.self, RunCommand.self, RunsCommand.self,
          ShowCommand.self, ResumeCommand.self, LockCommand.self, SchemaCommand.self,
        ]),
      CommandGroup(name: "Keys", subcommands: [KeysCommand.self, CredentialsCommand.self]),
      CommandGroup(
        name: "Single artifacts",
        subcommands: [
          PackageCommand.self, SignCommand.self, VerifyCommand.self, InspectCommand.self, DeliverCommand.self,
        ]),
      CommandGroup(
        name: "Practice and help",
        subcommands: [RehearsalCommand.self, DoctorCommand.self, HelpCommand.self]),
    ])

  static func main() async {
    // Without a name for the time zone, glibc looks for it anew whenever libarchive reads the time of an entry.
    setenv("TZ", ":/etc/localtime", 0)
    let named = named
    if named == SignCommand.self || named == RunCommand.self || named == ResumeCommand.self {
      Libraries.prepareToSign()
    } else if named == VerifyCommand.self {
      Libraries.prepareToVerify()
    }
    do {
      var command = try parsed(as: named)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(explaining: error)
    }
  }

  /// The command that is named first, unless it has commands of its own.
  private nonisolated static var named: (any ParsableCommand.Type)? {
    let name = CommandLine.arguments.dropFirst().first
    return configuration.subcommands.first { command in
      command.configuration.commandName == name && command.configuration.subcommands.isEmpty
    }
  }

  /// The command that the arguments ask for.
  ///
  /// One that is named first is parsed by itself, which is sooner done: the tree of all commands is for whatever is not
  /// understood so, and for help. `_superCommandName` spares the look for a completion script to be made.
  private nonisolated static func parsed(as named: (any ParsableCommand.Type)?) throws -> any ParsableCommand
  {
    let words = Array(CommandLine.arguments.dropFirst(2))
    if let named, let command = try? named.parseAsRoot(words), type(of: command) == named { return command }
    return try parseAsRoot()
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
