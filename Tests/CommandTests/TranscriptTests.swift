import Bytes
import FieldTools
import Foundation
import Testing

@Suite("Transcripts of the command")
struct TranscriptTests {
  private static let folder = Repository.folder + "/Tests/CommandTests/Transcripts"

  /// The names of all transcripts.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  @Test(arguments: names)
  func `says what its transcript says`(_ name: String) async throws {
    let path = "\(Self.folder)/\(name)"
    let told = try Transcript(String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self))
    #expect(!told.comment.isEmpty, "A transcript begins with what it shows.")
    let seen = try await Workers.onThread { try told.performed() }
    guard seen != told else { return }
    if ProcessInfo.processInfo.environment["SLIPWAY_UPDATE_TRANSCRIPTS"] != nil {
      try Data(seen.text.utf8).write(to: URL(filePath: path))
      Issue.record("\(name) was updated: read the difference.")
      return
    }
    for (step, other) in zip(told.steps, seen.steps) where step != other {
      Issue.record("\(name): $ \(step.text)\n\(difference(step.output, other.output))")
    }
  }

  /// The lines that only one of two outputs has, in the manner of `diff`.
  private func difference(_ told: [String], _ seen: [String]) -> String {
    let changes = seen.difference(from: told)
    let lines = changes.map { change in
      switch change {
      case .remove(_, let line, _): "-\(line)"
      case .insert(_, let line, _): "+\(line)"
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test func `there are transcripts`() {
    #expect(Self.names.count >= 30)
  }

  @Test func `a transcript is written as it was read`() throws {
    let text = """
      # What it shows.

      @ NAME=value
      % cat > file
      < text
      $ cat file
      text

      \\$ more
      ! complaint
      [3]

      $ true

      """
    #expect(try Transcript(text).text == text)
  }
}
