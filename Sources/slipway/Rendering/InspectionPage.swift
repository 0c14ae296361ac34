import AndroidApps
import SlipwayKit

extension Console {
  /// One page about a package.
  func show(_ inspection: Inspection) {
    let facts = inspection.facts
    let manifest = facts.manifest
    line(Piece(fileName(inspection.file), .bold), Piece("  \(facts.format.rawValue), \(size(facts.size))"))
    entry("SHA-256", inspection.sha256)
    entry("application", facts.application.id ?? "without an id")
    entry(
      "version",
      [facts.application.version, facts.application.build.map { "(\($0))" }].compactMap { $0 }.joined(
        separator: " "))
    entry(
      "SDK",
      "minimum \(manifest.minSDK), target \(manifest.targetSDK)"
        + (manifest.maxSDK.map { ", maximum \($0)" } ?? ""))
    let flags = [manifest.isDebuggable ? "debuggable" : nil, manifest.isTestOnly ? "test only" : nil]
      .compactMap { $0 }
    if !flags.isEmpty { entry("flags", flags.joined(separator: ", ")) }
    if !manifest.permissions.isEmpty {
      entry("permissions", manifest.permissions.map(\.name).joined(separator: ", "))
    }
    entry(
      "architectures",
      facts.architectures.isEmpty ? "any (no native code)" : facts.architectures.joined(separator: ", "))
    showSignatures(of: facts)
    showLibraries(of: facts)
    showContents(of: facts)
  }

  private func entry(_ name: String, _ value: String) {
    line(Piece("  " + name + String(repeating: " ", count: max(1, 15 - name.count)), .dim), Piece(value))
  }

  private func showSignatures(of facts: AndroidFacts) {
    guard !facts.signatures.isEmpty else { return entry("signatures", "none") }
    for signature in facts.signatures {
      line()
      line(Piece(signature.location, .bold), Piece("  " + signature.algorithms.joined(separator: ", "), .dim))
      for certificate in signature.certificates {
        entry("subject", certificate.subject)
        entry("issuer", certificate.issuer)
        entry("valid", "\(day(certificate.notBefore)) to \(day(certificate.notAfter))")
        entry("key", "\(certificate.keyAlgorithm), \(certificate.purpose.rawValue)")
        entry("SHA-256", certificate.sha256)
        entry("SHA-1", certificate.sha1)
      }
    }
  }

  private func showLibraries(of facts: AndroidFacts) {
    guard !facts.nativeLibraries.isEmpty else { return }
    line()
    var table = Table("LIBRARY", "SIZE", "STORED", "OFFSET", "SEGMENTS")
    for library in facts.nativeLibraries {
      table.add([
        Piece(library.path), Piece(size(library.size)),
        Piece(library.isStored ? "stored" : size(library.compressedSize)),
        Piece(alignment(of: library.dataOffset)), Piece(library.segmentAlignment.map { "\($0)" } ?? "no ELF"),
      ])
    }
    for row in table.lines { line([Piece("  ")] + row) }
  }

  private func alignment(of offset: Int) -> String {
    for multiple in [16_384, 4_096, 4] where offset.isMultiple(of: multiple) { return "×\(multiple)" }
    return "unaligned"
  }

  private func showContents(of facts: AndroidFacts) {
    line()
    var table = Table("CONTENTS", "ENTRIES", "SIZE", "IN THE PACKAGE")
    for content in facts.contents {
      table.add([
        Piece(content.kind.rawValue), Piece("\(content.entries)"), Piece(size(content.size)),
        Piece(size(content.compressedSize)),
      ])
    }
    for row in table.lines { line([Piece("  ")] + row) }
  }
}
