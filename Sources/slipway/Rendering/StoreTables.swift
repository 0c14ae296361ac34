import FoundationEssentials
import KeyStores
import Releases
import SlipwayKit

extension Console {
  /// Shows the keys or credentials of a store.
  func show(_ list: StoreListing) {
    guard !list.entries.isEmpty else {
      line(Piece("Nothing is in \(shortened(list.store)) yet.", .dim))
      return
    }
    var table = Table(
      "NAME", "PLATFORM", "PURPOSE", "DEFAULT", "KIND", "APPLICATIONS", "TEAM", "EXPIRES", "LOCKED",
      "SHARED WITH")
    for row in list.entries {
      let entry = row.entry
      let worst = row.problems.map(\.severity).max()
      table.add([
        Piece(entry.name, .bold), Piece(entry.key?.platform.rawValue ?? ""),
        Piece(entry.key?.purpose.rawValue ?? ""), Piece(entry.isDefault ? "default" : ""),
        Piece(entry.credential?.kind.rawValue ?? ""),
        Piece(entry.applications.isEmpty ? "any" : entry.applications.joined(separator: " ")),
        Piece(entry.key?.team ?? entry.credential?.account ?? ""),
        Piece(entry.expiry, worst?.style ?? .plain), Piece(entry.isLocked ? "locked" : ""),
        Piece(entry.recipients.joined(separator: ", ")),
      ])
    }
    for row in table.lines { line(row) }
    let problems = list.entries.flatMap(\.problems) + list.problems
    if !problems.isEmpty { line() }
    for problem in problems { show(problem) }
  }

  /// Shows one thing that somebody should see to.
  func show(_ problem: StoreProblem) {
    show(problem.severity, problem.message, at: nil, indent: "")
    show(remedy: problem.remedy, indent: "")
  }

  /// Shows a key or credential on a page of its own.
  func show(_ entry: Entry, in store: KeyStore, today: Date) {
    line(Piece(entry.name, .bold), Piece(entry.title.map { "  \($0)" } ?? ""))
    var facts: [(String, String)] = []
    if let key = entry.key {
      facts += [
        ("platform", key.platform.rawValue), ("purpose", key.purpose.rawValue), ("team", key.team ?? ""),
      ]
      if let certificate = key.certificate {
        facts += [
          ("subject", certificate.subject), ("algorithm", certificate.algorithm),
          ("valid", "\(certificate.notBefore.day) – \(certificate.notAfter.day)"),
          ("SHA-256", certificate.sha256), ("SHA-1", certificate.sha1),
        ]
      } else {
        facts.append(("certificate", "pending"))
      }
    }
    if let credential = entry.credential {
      facts += [
        ("kind", credential.kind.rawValue), ("id", credential.id ?? ""),
        ("account", credential.account ?? ""),
        ("hosts", credential.hosts.joined(separator: " ")),
      ]
    }
    facts += [
      ("applications", entry.applications.isEmpty ? "any" : entry.applications.joined(separator: " ")),
      ("default", entry.isDefault ? "yes" : ""), ("locked", entry.isLocked ? "with a passphrase" : ""),
      ("groups", entry.groups.joined(separator: ", ")),
      ("shared with", entry.recipients.joined(separator: ", ")),
      ("backed up", entry.isBackedUp ? "" : "no"),
      ("generation", "\(entry.generation), \(entry.changed.day)"),
    ]
    show(facts)
    for profile in entry.key?.profiles ?? [] {
      line(
        Piece("  profile ", .dim), Piece(profile.name),
        Piece("  \(profile.applicationIdentifier), \(profile.kind)"),
        Piece("  until \(profile.expires.day)"),
        Piece(profile.hasCertificate ? "" : "  without this certificate", .red))
      line(Piece("          \(profile.uuid)", .dim))
    }
    showExposure(of: entry)
    if let request = entry.key?.request {
      line()
      line(Piece("  Give this request to Apple, and add the certificate with slipway keys add:", .dim))
      for row in request.split(separator: "\n") { line(Piece(String(row))) }
    }
  }

  /// Shows names and values, without those that are empty.
  func show(_ facts: [(name: String, value: String)]) {
    let shown = facts.filter { !$0.value.isEmpty }
    let width = shown.map(\.name.count).max() ?? 0
    for (name, value) in shown {
      line(Piece("  " + name + String(repeating: " ", count: width - name.count + 2), .dim), Piece(value))
    }
  }

  /// Shows who could read an entry and should no longer.
  func showExposure(of entry: Entry) {
    for exposure in entry.exposed {
      line(
        Piece("  exposed: ", .yellow),
        Piece(
          "\(exposure.to) could read it until \(exposure.since.day); rotate it with slipway \(entry.chapter.rawValue) rotate \(entry.name)"
        ))
    }
  }

  /// Shows who can use an entry.
  func show(_ access: EntryAccess) {
    var table = Table("WHO", "THROUGH", "")
    for row in access.rows {
      let through = row.groups + (row.isNamed ? ["by name"] : [])
      table.add([
        Piece(row.name, .bold), Piece(through.isEmpty ? "–" : through.joined(separator: ", ")),
        Piece(
          row.canRead ? "" : "waits: somebody who can use it runs slipway keys share \(access.name)", .yellow),
      ])
    }
    for row in table.lines { line(row) }
    for exposure in access.exposed {
      line(Piece("exposed: ", .yellow), Piece("\(exposure.to), until \(exposure.since.day)"))
    }
  }

  /// Shows the recipients of a store.
  func show(_ list: RecipientListing) {
    var table = Table("NAME", "GROUPS", "WRITES", "FINGERPRINT", "USES")
    for row in list.recipients {
      table.add([
        Piece(row.name, .bold), Piece(row.groups.joined(separator: ", ")),
        Piece(row.writes ? (row.isRoot ? "first writer" : "yes") : ""),
        Piece(row.fingerprint.map(short) ?? "age only"), Piece(row.entries.joined(separator: ", ")),
      ])
    }
    for row in table.lines { line(row) }
    line()
    line(Piece("trust: \(list.root)", .dim))
  }

  /// Shows what somebody who was let in can use, and what they wait for.
  func showAccess(of name: String, in store: KeyStore, waiting: [Entry]) {
    let uses = store.entries.filter { $0.recipients.contains(name) }.map(\.name)
    line(Piece("  can use ", .dim), Piece(uses.isEmpty ? "nothing yet" : uses.joined(separator: ", ")))
    for entry in waiting {
      line(
        Piece("  waits for ", .yellow),
        Piece(
          "\(entry.name), which you cannot read; one of \(entry.recipients.joined(separator: ", ")) runs slipway keys share \(entry.name)"
        ))
    }
  }
}

extension Entry {
  /// The day on which the certificate or the first profile ends.
  fileprivate var expiry: String {
    guard let key else { return "" }
    guard let certificate = key.certificate else { return "pending" }
    let ends = [certificate.notAfter] + key.profiles.map(\.expires)
    return ends.min().map(\.day) ?? ""
  }
}
