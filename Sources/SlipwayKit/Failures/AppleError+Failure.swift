import AppleApps
import PropertyLists

extension AppleError: Explained {
  package var failure: Failure {
    switch self {
    case .malformed(let structure, let field, let offset, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) is malformed at byte \(offset): \(field).",
        remedy: "Build the app again; if another tool changed it since, leave that tool out.")
    case .tooLarge(let structure, let field, let size, let limit, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) has \(size) for \(field), and Slipway reads at most \(limit).",
        remedy: "No real app comes near: find out where it is from.")
    case .unsupported(let structure, let feature, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) uses \(feature), which Slipway does not handle.",
        remedy: "Build the app without it.")
    case .missing(let file, let owner):
      Failure(
        .inputUnreadable, "There is no \(file) in \(owner).",
        remedy: "Give the .app, .xcarchive or .ipa that the build made, whole.")
    case .severalApps(let paths, let owner):
      Failure(
        .inputUnreadable, "\(owner) has several apps: \(paths.prefix(5).joined(separator: ", ")).",
        remedy: "Give the one that is meant, or a package or archive with that one alone.")
    case .cannotSign(let obstacle): obstacle.failure
    case .cannotEdit(let obstacle): obstacle.failure
    case .propertyList(let error, let file):
      Failure(
        .inputUnreadable, "\(file) is no property list that can be read: \(error.words).",
        remedy: "Check the file with plutil or Xcode, and build the app again.")
    case .archive(let error): error.failure
    case .bytes(let error): error.failure
    case .cryptography(let error): error.failure
    }
  }
}

extension AppleApps.SigningObstacle: Explained {
  package var failure: Failure {
    switch self {
    case .encrypted(let file, let architecture):
      Failure(
        .inputUnreadable,
        "\(file) (\(architecture)) is encrypted by the App Store, so nobody but Apple can sign it.",
        remedy: "Build the app from its sources; an app out of the store cannot be signed again.")
    case .fileType(let file, let type):
      Failure(
        .inputUnreadable, "\(file) is an \(type), which is never signed.",
        remedy: "Leave it out of the app.")
    case .notCode(let file):
      Failure(
        .inputUnreadable, "\(file) is no code that can be signed, and is where macOS allows nothing else.",
        remedy: "Move it to Contents/Resources, and build the app again.")
    case .noRoomForSignature(let file, let architecture):
      Failure(
        .inputUnreadable,
        "\(file) (\(architecture)) has no room behind its load commands for a signature.",
        remedy: "Link it with -headerpad, or let the linker sign it ad hoc.")
    case .entitlementValue(let key, let kind):
      Failure(
        .inputUnreadable, "The entitlement \(key) holds \(kind), which cannot be signed.",
        remedy: "Use text, whole numbers, booleans, arrays and dictionaries.")
    }
  }
}

extension PropertyListError {
  /// The flaw in a few words.
  fileprivate var words: String {
    switch self {
    case .notAPropertyList: "it is neither XML nor binary"
    case .malformed(let what, let offset): "\(what) at byte \(offset)"
    case .tooLarge(let what, let limit): "more than \(limit) for \(what)"
    }
  }
}

extension AppleSigningPlan {
  /// What keeps bundles out of the plan, in words.
  ///
  /// A bundle without a profile is not among them: that is a finding.
  var failures: [Failure] {
    gaps.compactMap { gap in
      switch gap {
      case .noProfile: nil
      case .noIdentifier(let bundle):
        Failure(
          .inputUnreadable, "\(bundle) has no CFBundleIdentifier, so no profile can be found for it.",
          remedy: "Give it one in its Info.plist, and build the app again.")
      }
    }
  }
}
