import AndroidApps
import Releases
import SlipwayKit

/// What is shown of a package on one page, the same on a terminal and in Markdown.
struct InspectionPage {
  /// A piece of text, by who wrote it.
  enum Text {
    case own(String)
    /// Out of the package: hostile text is allowed here.
    case others(String)
  }

  /// A name and what stands behind it, as a rule in one line.
  struct Entry {
    let name: String
    let text: [Text]

    init(_ name: String, _ text: Text...) {
      self.name = name
      self.text = text
    }
  }

  struct Grid {
    let title: String
    let headings: [String]
    let rows: [[Text]]
  }

  let file: String
  let summary: [Entry]
  /// One list a signer: those with the same certificates in several schemes stand together.
  let signers: [(title: String, algorithms: String, entries: [Entry])]
  let permissions: [Text]
  let modules: Grid
  let libraries: Grid
  let contents: Grid

  init(_ inspection: Inspection) {
    switch inspection.facts {
    case .android(let facts): self.init(inspection, facts)
    case .apple(let facts): self.init(inspection, facts)
    }
  }

  init(
    file: String, summary: [Entry], signers: [(title: String, algorithms: String, entries: [Entry])],
    permissions: [Text], modules: Grid, libraries: Grid, contents: Grid
  ) {
    self.file = file
    self.summary = summary
    self.signers = signers
    self.permissions = permissions
    self.modules = modules
    self.libraries = libraries
    self.contents = contents
  }

  private init(_ inspection: Inspection, _ facts: AndroidFacts) {
    file = fileName(inspection.file)
    summary = Self.summary(inspection, facts)
    signers = Self.signers(facts.signatures)
    permissions = facts.manifest.permissions.map { permission in
      .others(permission.name + (permission.maxSDK.map { " (up to API level \($0))" } ?? ""))
    }
    modules = Grid(
      title: "Modules", headings: ["MODULE", "KIND", "DELIVERY", "DOWNLOAD, ABOUT"],
      rows: facts.modules.map { module in
        [
          .others(module.name), .own(module.kind.rawValue), .own(module.delivery.rawValue),
          .own(size(module.downloadSize)),
        ]
      })
    libraries = Self.libraries(facts)
    contents = Grid(
      title: "Contents", headings: ["CONTENTS", "ENTRIES", "SIZE", "IN THE PACKAGE"],
      rows: facts.contents.map { content in
        [
          .own(content.kind.rawValue), .own("\(content.entries)"), .own(size(content.size)),
          .own(size(content.compressedSize)),
        ]
      })
  }

  private static func summary(_ inspection: Inspection, _ facts: AndroidFacts) -> [Entry] {
    let manifest = facts.manifest
    let build = facts.application.build.map { " (\($0))" } ?? ""
    var entries = [
      Entry("SHA-256", .own(inspection.sha256)),
      Entry("format", .own(format(facts))),
      Entry("application", .others(facts.application.id ?? "")),
      Entry("version", .others(facts.application.version ?? "without a name"), .own(build)),
      Entry("SDK", manifest.usesSDKCodename ? .others(levels(manifest)) : .own(levels(manifest))),
    ]
    let flags = [
      manifest.isDebuggable ? "debuggable" : nil, manifest.isTestOnly ? "test only" : nil,
      manifest.formFactor == .handheld ? nil : "for \(manifest.formFactor.rawValue)",
    ].compactMap(\.self)
    if !flags.isEmpty { entries.append(Entry("flags", .own(flags.joined(separator: ", ")))) }
    if facts.architectures.isEmpty {
      entries.append(Entry("architectures", .own("any (no native code)")))
    } else {
      entries.append(Entry("architectures", .others(facts.architectures.joined(separator: ", "))))
    }
    if facts.format == .apk, !facts.nativeLibraries.isEmpty {
      let isMapped = manifest.extractNativeLibs == false
      entries.append(
        Entry("libraries", .own(isMapped ? "mapped from the APK" : "extracted at installation")))
    }
    if let table = facts.resourceTable {
      let place = table.isStored ? "stored, \(alignment(of: table.dataOffset))" : "compressed"
      entries.append(Entry("resource table", .own(place)))
    }
    if let bundle = facts.bundle {
      if let version = bundle.bundletoolVersion { entries.append(Entry("bundletool", .others(version))) }
      if !bundle.unsplit.isEmpty {
        entries.append(
          Entry("not split by", .own(bundle.unsplit.map(\.rawValue).joined(separator: ", "))))
      }
    }
    let schemes = facts.signatures.map(\.scheme.rawValue)
    entries.append(
      Entry("signatures", .own(schemes.isEmpty ? "none" : Set(schemes).sorted().joined(separator: ", "))))
    let others = facts.signingBlock.filter { $0.name == nil || !schemes.contains($0.name ?? "") }
      .map { $0.name ?? $0.id }.filter { $0 != "padding" }
    if !others.isEmpty {
      entries.append(Entry("signing block", .own("also \(others.joined(separator: ", "))")))
    }
    return entries
  }

  private static func format(_ facts: AndroidFacts) -> String {
    let name = facts.format == .aab ? "Android App Bundle" : "APK"
    let download = facts.downloadSize == facts.size ? "" : ", a download of about \(size(facts.downloadSize))"
    return "\(name), \(size(facts.size))\(download)"
  }

  private static func levels(_ manifest: AndroidManifest) -> String {
    func level(_ name: String, _ level: Int, _ codename: String?) -> String {
      "\(name) \(codename ?? "\(level)")"
    }
    return [
      level("minimum", manifest.minSDK, manifest.minSDKCodename),
      level("target", manifest.targetSDK, manifest.targetSDKCodename),
      manifest.maxSDK.map { "maximum \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func signers(
    _ signatures: [SignatureFact]
  ) -> [(title: String, algorithms: String, entries: [Entry])] {
    var groups: [[SignatureFact]] = []
    for signature in signatures {
      if let index = groups.firstIndex(where: { $0[0].certificates == signature.certificates }) {
        groups[index].append(signature)
      } else {
        groups.append([signature])
      }
    }
    return groups.map { group in
      var algorithms: [String] = []
      for algorithm in group.flatMap(\.algorithms) where !algorithms.contains(algorithm) {
        algorithms.append(algorithm)
      }
      let certificates = group[0].certificates.flatMap(entries)
      return (
        group.map(\.location).joined(separator: ", "), algorithms.joined(separator: ", "),
        certificates.isEmpty ? [Entry("certificate", .own("none that can be read"))] : certificates
      )
    }
  }

  private static func entries(_ certificate: CertificateFact) -> [Entry] {
    let known = certificate.knownAs.map { ", known as \($0)" } ?? ""
    return [
      Entry("subject", .others(certificate.subject)),
      Entry("issuer", .others(certificate.issuer)),
      Entry("valid", .own("\(certificate.notBefore.day) to \(certificate.notAfter.day)")),
      Entry("key", .others(certificate.keyAlgorithm), .own(", \(certificate.purpose.rawValue)\(known)")),
      Entry("SHA-256", .own(certificate.sha256)),
      Entry("SHA-1", .own(certificate.sha1)),
    ]
  }

  private static func libraries(_ facts: AndroidFacts) -> Grid {
    Grid(
      title: "Native libraries", headings: ["LIBRARY", "SIZE", "STORED", "OFFSET", "SEGMENTS"],
      rows: facts.nativeLibraries.map { library in
        [
          .others(library.path), .own(size(library.size)),
          .own(library.isStored ? "stored" : size(library.compressedSize)),
          .own(library.isStored ? alignment(of: library.dataOffset) : "–"),
          .own(library.segmentAlignment.map { "\($0)" } ?? "no ELF"),
        ]
      })
  }

  private static func alignment(of offset: Int) -> String {
    for multiple in [16_384, 4_096, 4] where offset.isMultiple(of: multiple) { return "×\(multiple)" }
    return "unaligned"
  }
}
