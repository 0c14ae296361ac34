import ArgumentParser
import SlipwayKit

/// `slipway`: built apps in, signed and verified artifacts at their destinations out.
@main
struct Slipway: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slipway",
    abstract: "Packages, signs, verifies and delivers apps for Android, iOS and BlackBerry.",
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
}
