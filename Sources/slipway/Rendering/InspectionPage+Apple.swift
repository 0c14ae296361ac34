import AppleApps
import PropertyLists
import SlipwayKit

/// The page about an app for Apple's platforms, or about code alone.
extension InspectionPage {
  init(_ inspection: Inspection, _ facts: AppleFacts) {
    self.init(
      file: fileName(inspection.file), summary: Self.summary(inspection, facts),
      signers: Self.signers(facts),
      permissions: (facts.app?.usageDescriptions ?? []).map(Text.others),
      modules: Grid(
        title: "Bundles", headings: ["BUNDLE", "KIND", "IDENTIFIER", "VERSION", "PROFILE"],
        rows: facts.bundles.map { bundle in
          [
            .others(bundle.path), .own(bundle.kind.rawValue), .others(bundle.identifier ?? ""),
            .others(
              [bundle.version, bundle.build.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")),
            .others(bundle.profile.map { "\($0.name) (\($0.kind.rawValue))" } ?? ""),
          ]
        }),
      libraries: Grid(
        title: "Code", headings: ["CODE", "ARCHITECTURE", "PLATFORM", "MINIMUM", "SDK", "CDHASH"],
        rows: facts.code.flatMap { code in
          code.architectures.map { architecture in
            [
              .others(code.path), .own(architecture.name), .own(architecture.platform ?? ""),
              .own(architecture.minimumOS ?? ""), .own(architecture.sdk ?? ""),
              .own(
                architecture.signature?.cdHash
                  ?? (architecture.signatureProblem == nil ? "unsigned" : "malformed")),
            ]
          }
        }),
      contents: Grid(
        title: "Entitlements", headings: ["BUNDLE", "ENTITLEMENT", "VALUE"],
        rows: facts.bundles.flatMap { bundle in
          (bundle.code?.architectures.first?.signature?.entitlements ?? [:]).sorted { $0.key < $1.key }.map {
            [.others(bundle.identifier ?? bundle.path), .others($0.key), .others($0.value.summary)]
          }
        }))
  }

  private static func summary(_ inspection: Inspection, _ facts: AppleFacts) -> [Entry] {
    var entries = [Entry("SHA-256", .own(inspection.sha256))]
    if let app = facts.app {
      let build = app.build.map { " (\($0))" } ?? ""
      entries += [
        Entry("application", .others(app.identifier ?? "")),
        Entry("version", .others((app.version ?? "without one") + build)),
      ]
      if let name = app.name { entries.append(Entry("name", .others(name))) }
    }
    if let platform = facts.platform { entries.append(Entry("platform", .others(platform))) }
    if let minimum = facts.minimumOS { entries.append(Entry("minimum OS", .others(minimum))) }
    let architectures = Set(facts.code.flatMap(\.architectures).map(\.name)).sorted()
    entries.append(Entry("architectures", .own(architectures.joined(separator: ", "))))
    if let profile = facts.app?.profile {
      let devices = profile.deviceCount == 0 ? "" : ", \(counted(profile.deviceCount, "device"))"
      entries.append(
        Entry(
          "profile", .others(profile.name),
          .own(", \(profile.kind.rawValue), until \(profile.expires.day)\(devices)")))
    }
    for (title, names) in [
      ("needs reasons", \ArchitectureFacts.requiredReasonAPIs),
      ("needs purposes", \ArchitectureFacts.protectedClasses),
    ] {
      let all = Set(facts.code.flatMap(\.architectures).flatMap { $0[keyPath: names] ?? [] })
      if !all.isEmpty { entries.append(Entry(title, .own(all.sorted().joined(separator: ", ")))) }
    }
    if !facts.foldersBesidePayload.isEmpty {
      entries.append(Entry("beside it", .others(facts.foldersBesidePayload.joined(separator: ", "))))
    }
    return entries
  }

  /// One list a signer, with all code that it signed.
  private static func signers(
    _ facts: AppleFacts
  ) -> [(title: String, algorithms: String, entries: [Entry])] {
    var groups: [(signature: CodeSignatureFacts, paths: [String])] = []
    for code in facts.code {
      guard let signature = code.architectures.first?.signature else { continue }
      if let index = groups.firstIndex(where: { $0.signature.certificates == signature.certificates }) {
        groups[index].paths.append(code.path)
      } else {
        groups.append((signature, [code.path]))
      }
    }
    return groups.map { signature, paths in
      var entries = signature.certificates.prefix(1).flatMap { certificate in
        [
          Entry("subject", .others(certificate.subject)), Entry("issuer", .others(certificate.issuer)),
          Entry("valid", .own("\(certificate.notBefore.day) to \(certificate.notAfter.day)")),
          Entry("kind", .own(certificate.kind)), Entry("SHA-256", .own(certificate.sha256)),
          Entry("SHA-1", .own(certificate.sha1)),
        ]
      }
      if entries.isEmpty { entries.append(Entry("certificate", .own("none: ad hoc"))) }
      if let team = signature.team { entries.append(Entry("team", .others(team))) }
      if let requirement = signature.requirement {
        entries.append(Entry("requirement", .others(requirement)))
      }
      if let time = signature.signingTime { entries.append(Entry("signed on", .own(time.day))) }
      let title = paths.count == 1 ? paths[0] : "\(paths[0]) and \(paths.count - 1) more"
      return (title, signature.digests.joined(separator: ", "), entries)
    }
  }
}

extension PropertyList {
  /// The value in one line, for people.
  var summary: String {
    switch self {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .boolean(let flag): flag ? "yes" : "no"
    case .date(let date): date.day
    case .data(let bytes): "\(bytes.count) bytes"
    case .array(let values): "[" + values.map(\.summary).joined(separator: ", ") + "]"
    case .dictionary(let values):
      "{"
        + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.summary)" }
        .joined(separator: ", ") + "}"
    }
  }
}
