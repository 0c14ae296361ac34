import AndroidApps

extension AndroidError: Explained {
  package var failure: Failure {
    switch self {
    case .malformed(let structure, let field, let offset, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) is malformed at byte \(offset): \(field).",
        remedy: "Build the package again; if another tool changed it since, leave that tool out.")
    case .tooLarge(let structure, let field, let size, let limit, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) has \(size) for \(field), and Slipway reads at most \(limit).",
        remedy: "No real app comes near: find out where the package is from.")
    case .unsupported(let structure, let feature, let file):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) of \(file) uses \(feature), which Slipway does not handle.",
        remedy: "Build the package without it.")
    case .notAnApp(let archive, let missing):
      Failure(
        .inputUnreadable, "\(archive) is no Android app: it has no \(missing).",
        remedy: "Give the .apk or .aab that the build made, or an archive that holds one.")
    case .manifest(let element, let attribute):
      Failure(
        .inputUnreadable, "The manifest has no usable \(attribute) in its <\(element)>.",
        remedy: "Write \(attribute) into the manifest as a plain value and build the package again.")
    case .archive(let error): error.failure
    case .cannotSign(let obstacle): obstacle.failure
    case .cannotVerify(let minSDK, let maxSDK):
      Failure(
        .usage, "There is no Android version from API level \(minSDK) to \(maxSDK).",
        remedy: "Give --min-sdk a level that is not above --max-sdk.")
    case .cryptography(let error): error.failure
    }
  }
}

extension SigningObstacle: Explained {
  package var failure: Failure {
    switch self {
    case .noSigners:
      Failure(
        .usage, "There is no key to sign with.", remedy: "Name one: --keystore, --private-key or --key.")
    case .tooManySigners(let count, let limit):
      Failure(
        .usage, "\(count) keys are to sign one package, and Android reads at most \(limit) signers.",
        remedy: "Sign with fewer keys.")
    case .severalSignersForV3(let count):
      Failure(
        .usage, "\(count) keys are to sign with v3, which has one signer.",
        remedy: "Sign with one key, or leave v3 out: --schemes v1,v2.")
    case .noScheme:
      Failure(
        .usage, "No signature scheme is left for the SDK versions asked for.",
        remedy: "Name at least one scheme that those Android versions read, or leave --schemes out.")
    case .schemeOfOtherFormat(let scheme):
      Failure(
        .usage, "The scheme \(scheme.rawValue) is not one of this package's format.",
        remedy: "Use v1, v2 and v3 for APKs; bundles have JAR signatures only, so leave --schemes out.")
    case .keyAlgorithm(let key, let algorithm):
      Failure(
        .didNotPass, "The key \(key) is \(algorithm), for which Android has no signature algorithm.",
        remedy: "Sign with an RSA or EC key.")
    case .ecOnOldAndroid(let key, let minSDK):
      Failure(
        .didNotPass,
        "The key \(key) is an EC key, which Android before API level 18 cannot verify; the app is for \(minSDK) on.",
        remedy: "Sign with an RSA key, or raise the minimum SDK to 18.")
    case .entryName(let name):
      Failure(
        .inputUnreadable, "The entry \(name) has a line break or a NUL in its name, which cannot be signed.",
        remedy: "Rename the file in the build.")
    case .sdkRange(let minSDK, let maxSDK):
      Failure(
        .usage, "The minimum SDK \(minSDK) is above the maximum SDK \(maxSDK).",
        remedy: "Exchange --min-sdk and --max-sdk.")
    }
  }
}
