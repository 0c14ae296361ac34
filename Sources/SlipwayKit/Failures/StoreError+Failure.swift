package import KeyStores

extension StoreError: Explained {
  package var failure: Failure {
    switch self {
    case .noStore(let path):
      Failure(
        .inputUnreadable, "There is no key store at \(path).",
        remedy: "Make one with slipway keys init, or say where it is with \(StoreAccess.pathVariable).")
    case .storeExists(let path):
      Failure(
        .didNotPass, "There is a key store at \(path) already.", remedy: "Use it, or name another folder.")
    case .futureVersion(let path, let version, let known):
      Failure(
        .inputUnreadable,
        "The key store at \(path) has version \(version); this Slipway knows version \(known).",
        remedy: "Update Slipway; nothing was read or changed.")
    case .flawed(let path, let flaws): Self.flawed(path, flaws)
    case .changedMeanwhile(let path):
      Failure(
        .tryAgain, "\(path) was changed while it was being read.", remedy: "Run the same command again.")
    case .busy(let path):
      Failure(
        .tryAgain, "Somebody else has been changing the key store at \(path) for half a minute.",
        remedy: "Wait for the other command to end, and run this one again.")
    case .tooLarge(let path, let limit):
      Failure(
        .inputUnreadable, "\(path) is larger than \(limit >> 20) MiB, which nothing in a key store is.",
        remedy: "Restore it from the repository.")
    case .trustNeeded(let path, let root):
      Failure(
        .inputUnreadable,
        "Nothing says whose key store at \(path) must be, and in CI nothing is trusted on first use.",
        remedy: "Compare \(root) with what slipway keys recipients shows to a writer, and set it as "
          + "key-store: { trust: … } or \(StoreAccess.trustVariable).")
    case .malformedTrust(let text):
      Failure(
        .inputUnreadable, "\(text) is no fingerprint of a key store's first writer.",
        remedy: "Give the 64 hexadecimal digits that slipway keys recipients shows.")
    case .notARecipient(let recipients):
      Failure(
        .noRight, "This identity is none of the key store's recipients, which are \(list(recipients)).",
        remedy:
          "Give the output of slipway keys identity to one of them, who adds it with slipway keys recipients add."
      )
    case .notAWriter(let name, let writers):
      Failure(
        .noRight, "\(name) may read the key store and not change it.",
        remedy: "Ask \(list(writers)) to do it.")
    case .notShared(let entry, let recipients):
      Failure(
        .noRight, "\(entry) is not shared with this identity; it is with \(list(recipients)).",
        remedy: "One of them can let you in: slipway keys share \(entry) NAME.")
    case .badName(let name):
      Failure(
        .usage, "\(name) cannot be a name in a key store.",
        remedy:
          "Use letters, digits, dots, dashes and underscores, beginning with a letter or digit, and not the word default."
      )
    case .nameTaken(let name):
      Failure(
        .didNotPass, "\(name) is in the key store already.",
        remedy: "Use another name, or change the one that is there with slipway keys update.")
    case .noSuchEntry(let name, let known):
      Failure(
        .inputUnreadable, "The key store has no \(name)\(known.isEmpty ? "." : "; it has \(list(known)).")",
        remedy: known.isEmpty
          ? "Add one with slipway keys add or slipway keys generate." : "Name one of these.")
    case .noSuchRecipient(let name, let known):
      Failure(
        .inputUnreadable, "The key store knows no \(name); it knows \(list(known)).",
        remedy: "Name one of these, or add somebody with slipway keys recipients add.")
    case .noSuchGroup(let name, let known):
      Failure(
        .inputUnreadable, "The key store knows no group \(name); it knows \(list(known)).",
        remedy: "Name one of these, or put somebody into it first.")
    case .recipientExists(let name):
      Failure(
        .didNotPass, "\(name) is a recipient of the key store already.",
        remedy: "Change it with slipway keys recipients update, or use another name.")
    case .malformedRecipient(let text):
      Failure(
        .inputUnreadable, "\(text) is not what slipway keys identity prints: age1… ed25519:….",
        remedy: "Give that line whole. A plain age recipient can only read: leave --writer out.")
    case .sameRecipient(let name, let other):
      Failure(
        .didNotPass, "\(name) would have the same key as \(other).",
        remedy: "Give everybody an identity of their own.")
    case .lastRecipient(let entry, let name):
      Failure(
        .didNotPass, "Nobody but \(name) can read \(entry), and without anybody it would be lost.",
        remedy: "Share it with somebody else first, or remove it.")
    case .lastWriter(let name):
      Failure(
        .didNotPass,
        "\(name) is the one who signs this change or the only one who may, and has to stay a writer for it.",
        remedy: "Let another writer do it.")
    case .removesRoot(let name):
      Failure(
        .didNotPass, "\(name) is the first writer, in whom all trust in this key store begins.",
        remedy:
          "With --new-root you become the first writer, and everybody must set trust: to your fingerprint.")
    case .onlyCopy(let entry):
      Failure(
        .didNotPass, "\(entry) was never exported: this may be the only copy of a release key.",
        remedy: "Export it first, or say --force when it may be lost.")
    case .unchanged(let entry):
      Failure(.didNotPass, "\(entry) is like that already; nothing was changed.")
    case .restsOnItself(let name, let signer):
      Failure(
        .didNotPass,
        "\(name) would be a recipient by the signature of \(signer) alone, whose own right rests on \(name)'s.",
        remedy: "Let another writer make this change, such as the first one.")
    case .nothingToAccept(let place):
      Failure(
        .didNotPass, "Nothing at \(place) waits to be accepted.",
        remedy: "slipway doctor lists what does not hold, with its place.")
    case .notAcceptable(let place, let flaws):
      Failure(
        .didNotPass,
        "\(place) cannot be accepted: \(flaws.first?.sentence ?? "nobody of this key store has signed it.")",
        remedy: "Restore it from the repository, or remove the file and add it again.")
    case .passphraseNeeded(let entry):
      Failure(
        .noRight, "\(entry) is locked with a passphrase.",
        remedy:
          "Set \(Passphrases.variable(of: entry)), or \(Passphrases.variable(of: entry))_FILE to a file that holds it."
      )
    case .wrongPassphrase(let entry):
      Failure(
        .noRight, "The passphrase does not open \(entry).", remedy: "Give the one that it was locked with.")
    case .malformedSecret(let entry):
      Failure(
        .inputUnreadable, "What is encrypted as \(entry) is not what Slipway writes.",
        remedy: "Look at it with age -d, and add it again.")
    case .missingMember(let entry, let member):
      Failure(.inputUnreadable, "\(entry) holds no \(member).", remedy: "Add it again with that file.")
    case .file(let error): error.failure
    case .age(let error): error.failure
    case .cryptography(let error): error.failure
    }
  }

  private func list(_ names: [String]) -> String {
    names.isEmpty ? "nobody" : names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }

  private static func flawed(_ path: String, _ flaws: [StoreFlaw]) -> Failure {
    let first = flaws[0]
    let more = flaws.count > 1 ? " (and \(flaws.count - 1) more, see slipway doctor)" : ""
    return Failure(
      .didNotPass, "The key store at \(path) cannot be trusted: \(first.sentence)\(more)",
      remedy: first.remedy(in: path))
  }
}

extension StoreFlaw {
  /// One sentence that names the file.
  package var sentence: String {
    switch reason {
    case .missing: "\(path) is missing."
    case .malformed: "\(path) is not the document it should be."
    case .tooLarge: "\(path) is too large to be the document it should be."
    case .unexpected: "\(path) does not belong into a key store."
    case .badSignature: "the signature of \(path) does not hold: it was changed by somebody who cannot sign."
    case .unknownWriter(let fingerprint):
      "\(path) is signed by \(fingerprint.prefix(12)), who is no current writer."
    case .wrongPlace(let name): "\(path) is about \(name): it was put into another's place."
    case .otherRoot(let found, let trusted):
      "its first writer is \(found.prefix(12)), and \(trusted.prefix(12)) is trusted: it is another store."
    case .otherSecret: "\(path) is not the secret that its signed metadata was written for."
    case .otherRecipients(let found, let named):
      "\(path) is encrypted to \(found) recipients, and its metadata names \(named)."
    case .olderGeneration(let found, let known, let source):
      "\(path) is generation \(found), and \(source.words) knows generation \(known): an older one was put back."
    case .otherGeneration(let number, let source):
      "\(path) is another generation \(number) than the one that \(source.words) knows."
    case .notInAudit(let generation): "the audit knows nothing of generation \(generation) of \(path)."
    case .missingAuditEntry(_, let source):
      "\(path) is missing, which \(source.words) knows: the audit was cut."
    case .vanished(let source):
      "\(path) is gone, and nothing in the audit says that it was removed (\(source.words) knows it)."
    case .ambiguousName(let other): "\(path) and \(other) are one file on some systems."
    }
  }

  /// What to do about it.
  package func remedy(in store: String) -> String {
    switch reason {
    case .otherRoot:
      "Find out who changed it. If the first writer really is another now, change trust: or \(StoreAccess.trustVariable)."
    case .unknownWriter, .notInAudit, .otherGeneration:
      "Look with git log who changed it. If the change is right, a writer accepts it with slipway keys accept \(place)."
    case .olderGeneration, .missingAuditEntry, .vanished:
      "Fetch the newest state of the repository; if that does not help, find out with git log who put it back."
    default: "Restore it from the repository: git checkout -- \(store)/\(path)."
    }
  }
}

extension StoreFlaw.Source {
  fileprivate var words: String {
    switch self {
    case .audit: "the audit"
    case .lock: "the lock file"
    case .memory: "this user's memory"
    }
  }
}
