import Testing

@testable import Releases

@Suite struct LocatedFindingTests {
  /// Messages and places, and whether the place is said in front.
  static let cases: [(location: String?, message: String, isSaid: Bool)] = [
    (nil, "It is wrong.", false),
    ("Payload/A.app", "Payload/A.app has no profile.", false),
    ("Payload/A.app", "The Info.plist of Payload/A.app has no version.", false),
    ("Payload/A.app", "Signed by nobody: Payload/A.app/A.", false),
    ("Payload/A.app", "The certificate X expired.", true),
    ("Payload/A.app", "Payload/A.apparel is wrong.", true),
    ("Payload/A.app", "Payload/A.app-1 is as wrong as Payload/A.app is.", false),
    ("v2 signer 1", "The v2 signer 12 is wrong.", true),
    ("", "It is wrong.", true),
  ]

  @Test(arguments: cases)
  func `says a place in front that the message does not name`(
    location: String?, message: String, isSaid: Bool
  ) {
    let finding = ExplainedFinding(
      id: "a", severity: .error, location: location, message: message, remedy: "")
    #expect(finding.located == (isSaid ? "\(location ?? ""): \(message)" : message))
  }
}
