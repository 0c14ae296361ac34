import ArgumentParser
import KeyStores
import SlipwayKit

struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Signs again what does not hold, once somebody has looked at it.",
    discussion: """
      After a merge a document may be signed by somebody who was removed meanwhile, or the audit may not know it. Look \
      with git log who changed it; a writer's signature then says that it is right. What the audit and the error call it \
      is the place: keys/NAME, credentials/NAME, recipients/NAME, or audit/ID.
      """)

  @Argument(help: "The places.") var places: [String]
  @Flag(help: "Do not ask.") var yes = false
  @OptionGroup var store: StoreArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      try session.confirm("Sign \(places.joined(separator: ", ")) again as you find it?", unless: yes)
      _ = try access.change(repairs: true) { change in
        for place in places { try change.accept(place) }
      }
      session.console.line(Piece("✓ ", .green), Piece("accepted \(places.joined(separator: ", "))"))
      return .done
    }
  }
}
