import Foundation
import Testing

/// What a command may leave behind, whatever went wrong.
struct Traces {
  let place: Place
  private let delivered: [String: [UInt8]]

  /// Looks at what is there before the command runs.
  init(of place: Place) {
    self.place = place
    delivered = Self.contents(of: place, "dist")
  }

  /// Nothing delivered, nothing half-written, no secret told, and the words of somebody who knows what went wrong.
  func check(_ ending: Ending, leaves: [String] = []) throws {
    #expect(Self.contents(of: place, "dist") == delivered, "something was delivered")
    #expect(Set(place.files(in: "out")).isSubset(of: leaves), "half-written: \(place.files(in: "out"))")
    try checkNothingTemporary()
    try checkNoSecret(ending)
    checkWords(ending)
  }

  /// No temporary file anywhere: not in TMPDIR, not beside what was written, not in the state folder.
  func checkNothingTemporary() throws {
    let temporary = try FileManager.default.subpathsOfDirectory(atPath: place.temporary)
    #expect(temporary.isEmpty, "left in TMPDIR: \(temporary)")
    let hidden = place.files(in: ".").filter { path in
      let name = path.split(separator: "/").last ?? ""
      return name.hasPrefix(".") || name.hasSuffix(".part")
    }
    #expect(hidden.isEmpty, "left beside what was written: \(hidden)")
  }

  /// No password, token or key in what was printed, in the journal, in a report or in a log.
  func checkNoSecret(_ ending: Ending) throws {
    var written = [("what was printed", Data(ending.text.utf8))]
    for name in place.files(in: ".slipway") {
      written.append((name, FileManager.default.contents(atPath: place.path(".slipway/\(name)")) ?? Data()))
    }
    for secret in try Keys.made.get().secrets {
      for (where_, bytes) in written {
        #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "a secret stands in \(where_)")
      }
    }
  }

  /// Not a trap, not Slipway's own fault, no name of an error type; each sentence has an end and a remedy.
  private func checkWords(_ ending: Ending) {
    #expect(ending.status != nil && ending.status != 70, "\(ending.text)")
    let inner = [
      "Fatal error", "Illegal instruction", "Stack dump", "SIGSEGV", "an error it does not know", "Error.",
      "Error(",
      "Error Domain", "Optional(", "nil)",
    ]
    for word in inner { #expect(!ending.text.contains(word), "\(ending.text)") }
    #expect(ending.hasRemedies, "\(ending.text)")
    for problem in ending.problems {
      let sentence = problem.replacing(/[ ]{2}\[[a-z0-9-]+\]$/, with: "")
      #expect(sentence.hasSuffix(".") || sentence.hasSuffix("”"), "\(sentence)")
      #expect(!sentence.contains("..") || sentence.contains("../"), "\(sentence)")
    }
  }

  private static func contents(of place: Place, _ folder: String) -> [String: [UInt8]] {
    Dictionary(
      uniqueKeysWithValues: place.files(in: folder).map { ($0, (try? place.bytes("\(folder)/\($0)")) ?? []) })
  }
}
