import AndroidApps
import Bytes
import Credentials
import Cryptography
import FieldTools
import Foundation
import Releases
import SlipwayKit
import Testing

/// Slipway against Debian's apksig on packages that are sound, damaged and hostile: whatever Slipway calls verified,
/// apksig must call verified.
///
/// `SLIPWAY_MUTANTS` asks for another number of mutants than 10,000, `SLIPWAY_MUTANTS_FROM` for other seeds.
@Suite(.needs(.apksig), ApksigOracle.isNeeded)
struct DifferentialVerifyingTests {
  /// A package and what it is asked for.
  private struct Original {
    let name: String
    let bytes: [UInt8]
    let isBundle: Bool
  }

  /// A question to both, and what Slipway said.
  private struct Question: Sendable {
    let name: String
    let own: Verdict
  }

  private enum Verdict: Sendable {
    case verified
    /// Why not: what each error says, or why the package cannot be read.
    case refused([String])
  }

  /// Why Slipway may verify what apksig 31.0.2 refuses, by a part of what apksig says.
  private static let accepted: [(says: String, reason: String)] = [
    (
      "unreadable source stamp: ",
      "the source stamp cannot be read, which no device looks at and Slipway does not verify yet"
    )
  ]

  private static let workers = Workers(limit: 1)

  // MARK: The packages

  private static func bytes(_ path: String) throws -> [UInt8] {
    let source = try FileSource(path: path)
    return try source.bytes(at: 0, count: source.count)
  }

  private static func signed(
    _ fixture: String, _ key: AndroidKeys, _ schemes: Set<SignatureScheme>?, minSDK: Int? = 18
  ) throws -> Original {
    let folder = try TemporaryFolder()
    let output = try AtomicFile(path: folder.file("signed"))
    let isBundle = fixture.hasSuffix(".aab")
    _ = try AndroidSigner.sign(
      FileSource(path: Repository.androidFixture(fixture)), output: output, identities: [key.identity()],
      options: SigningOptions(schemes: schemes, minSDK: isBundle ? nil : minSDK), workers: workers)
    try output.commit()
    let name = "\(fixture) signed with \(key.rawValue), \(schemes.map { $0.map(\.rawValue).sorted() } ?? [])"
    return Original(name: name, bytes: try bytes(output.path), isBundle: isBundle)
  }

  private static func madeHere() throws -> [Original] {
    try [
      signed("demo.apk", .p256, [.v1]), signed("demo.apk", .rsa2048, [.v1]),
      signed("min-sdk-18.apk", .p256, [.v1, .v2]), signed("min-sdk-18.apk", .rsa2048, [.v1, .v2, .v3]),
      signed("demo.apk", .p256, [.v2, .v3]), signed("demo.apk", .rsa2048, [.v3], minSDK: 28),
      signed("demo.aab", .p256, nil), signed("demo.aab", .rsa2048, nil),
    ]
  }

  private static func corpus() throws -> [Original] {
    try Corpus.apksig.packages.map {
      Original(name: $0, bytes: try bytes(Corpus.apksig.path($0)), isBundle: false)
    }
  }

  private static func fixtures() throws -> [Original] {
    try FileManager.default.contentsOfDirectory(atPath: Repository.androidFixtures).sorted()
      .filter { $0.hasSuffix(".apk") || $0.hasSuffix(".aab") }
      .map {
        Original(
          name: $0, bytes: try bytes(Repository.androidFixture($0)), isBundle: $0.hasSuffix(".aab"))
      }
  }

  // MARK: The verdicts

  private static func own(_ bytes: [UInt8], minSDK: Int?, maxSDK: Int?) -> Verdict {
    do throws(AndroidError) {
      let result = try AndroidVerifier.verify(
        MemorySource(bytes), name: "package", minSDK: minSDK, maxSDK: maxSDK, workers: workers)
      guard !result.verified else { return .verified }
      let ids = Set(result.findings.filter { $0.severity == .error }.map(\.id))
      return .refused(ids.sorted().map { "\($0) (\(Catalogue.entry(for: $0)?.message ?? ""))" })
    } catch {
      return .refused(["unreadable (\(Failure(error).message.filter { !$0.isNumber }))"])
    }
  }

  /// The levels that both are asked for: a bundle has none, and apksig looks for a manifest where a bundle has none.
  private static func levels(_ original: Original, _ choice: Int) -> (min: Int?, max: Int?) {
    if original.isBundle { return (24, 25) }
    let choices: [(min: Int?, max: Int?)] = [
      (nil, nil), (nil, nil), (nil, nil), (18, nil), (24, nil), (28, nil), (nil, 27), (18, 23), (33, nil),
    ]
    return choices[choice % choices.count]
  }

  @Test func `what Slipway verifies, apksig verifies`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["SLIPWAY_MUTANTS"].flatMap { Int($0) } ?? 10_000
    let first = environment["SLIPWAY_MUTANTS_FROM"].flatMap { UInt64($0) } ?? 1
    // A minute on one of the few threads that all tests share would let others run into their time limits.
    let result = try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try Self.ask(mutants: count, from: first) }) }.start()
    }
    report(result.questions, result.answers, intact: result.intact)
  }

  private static func ask(
    mutants count: Int, from first: UInt64
  ) throws -> (questions: [Question], answers: [ApksigOracle.Verdict], intact: Int) {
    let made = try Self.madeHere()
    let corpus = try Self.corpus()
    let intact = try made + corpus + Self.fixtures()
    // Large keys and files make every question slow and find nothing that small ones do not.
    let seeds = made + corpus.filter { $0.bytes.count < 13_000 && !$0.name.contains("16384") }
    let oracle = try ApksigOracle()
    var questions: [Question] = []
    func ask(_ name: String, _ bytes: [UInt8], _ levels: (min: Int?, max: Int?), isBundle: Bool) throws {
      try oracle.ask(bytes, minSDK: levels.min, maxSDK: levels.max)
      let own = Self.own(bytes, minSDK: isBundle ? nil : levels.min, maxSDK: isBundle ? nil : levels.max)
      questions.append(Question(name: "\(name), levels \(levels)", own: own))
    }
    for original in intact {
      for choice in original.isBundle ? [0] : [0, 3, 4, 5, 6] {
        try ask(original.name, original.bytes, Self.levels(original, choice), isBundle: original.isBundle)
      }
    }
    let intactCount = questions.count
    for number in 0..<count {
      let original = seeds[number % seeds.count]
      let mutant = PackageMutant(of: original.bytes, seed: first + UInt64(number))
      try ask(
        "\(original.name), seed \(first + UInt64(number)), \(mutant.story)", mutant.bytes,
        Self.levels(original, number / seeds.count), isBundle: original.isBundle)
    }
    let answers = try oracle.finish()
    try #require(answers.count == questions.count)
    return (questions, answers, intactCount)
  }

  private func report(_ questions: [Question], _ answers: [ApksigOracle.Verdict], intact: Int) {
    var bothVerify = 0
    var bothRefuse = 0
    var alone = 0
    var stricter: [String: Int] = [:]
    var acceptedCounts: [String: Int] = [:]
    var differences: [String] = []
    for (question, answer) in zip(questions, answers) {
      switch (question.own, answer) {
      case (.verified, .verified): bothVerify += 1
      case (.refused, .refused): bothRefuse += 1
      case (.refused(let reasons), .verified):
        alone += 1
        for reason in reasons { stricter[reason, default: 0] += 1 }
      case (.verified, .refused(let says)):
        if let known = Self.accepted.first(where: { says.contains($0.says) }) {
          acceptedCounts[known.reason, default: 0] += 1
        } else {
          differences.append("\(question.name): apksig says \(says)")
        }
      }
    }
    print(
      """
      Debian's apksig: \(intact) questions about intact packages, \(questions.count - intact) mutants; both verify \
      \(bothVerify), both refuse \(bothRefuse), Slipway alone refuses \(alone), apksig alone \
      refuses \(acceptedCounts.values.reduce(0, +)) for accepted reasons and \(differences.count) for others
      """)
    for (why, count) in stricter.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("  Slipway alone refuses \(count): \(why)")
    }
    for (reason, count) in acceptedCounts.sorted(by: { $0.key < $1.key }) {
      print("  apksig alone refuses \(count): \(reason)")
    }
    for line in differences.prefix(40) { print("  difference: \(line)") }
    #expect(differences == [])
  }
}
