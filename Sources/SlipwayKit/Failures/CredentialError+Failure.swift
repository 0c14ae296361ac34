package import Credentials
import Cryptography
import PropertyLists
import Releases

extension CredentialError: Explained {
  package var failure: Failure {
    switch self {
    case .notAKeystore(let origin):
      Failure(
        .inputUnreadable, "\(origin) is not a keystore.",
        remedy:
          "Give a PKCS#12 (.p12, .pfx), JKS, JCEKS, BKS or PEM file with the private key and its certificate."
      )
    case .unreadable(let origin, let error):
      Failure(error.failure.status, "\(origin): \(error.failure.message)", remedy: error.failure.remedy)
    case .passwordNeeded(let origin):
      Failure(
        .inputUnreadable, "\(origin) needs a password.",
        remedy:
          "Give it with password: { env: NAME } or { file: PATH }, or --password-env or --password-file.")
    case .wrongPassword(let origin):
      Failure(
        .inputUnreadable, "The password does not open \(origin).",
        remedy: "Give the right password; mind a line end or blank at its end.")
    case .wrongKeyPassword(let origin, let alias):
      Failure(
        .inputUnreadable,
        "The password of \(origin) is right, but does not open its private key\(alias.map { " \($0)" } ?? "").",
        remedy: "Give the key's own password with key-password: or --key-password-env.")
    case .noPrivateKey(let origin):
      Failure(
        .inputUnreadable, "\(origin) holds no private key.",
        remedy: "Export the private key together with its certificate, and give that file.")
    case .noSuchAlias(let origin, let alias, let aliases):
      Failure(
        .inputUnreadable,
        "\(origin) has no private key with the alias \(alias); it has \(Self.list(aliases)).",
        remedy: "Use one of these aliases.")
    case .aliasNeeded(let origin, let aliases):
      Failure(
        .inputUnreadable,
        "\(origin) holds several private keys\(aliases.isEmpty ? "" : ": \(Self.list(aliases))").",
        remedy: aliases.isEmpty ? "Give a file with one of them." : "Say which one with alias: or --alias.")
    case .keyWithoutCertificate(let origin, let alias):
      Failure(
        .inputUnreadable,
        "\(origin) holds no certificate for the private key\(alias.map { " \($0)" } ?? "").",
        remedy: "Give the key with its certificate: in one file, or with private-key: and certificate:.")
    case .certificateDoesNotMatchKey(let origin, let subject):
      Failure(
        .inputUnreadable, "\(origin): the certificate of \(subject) is not for the private key.",
        remedy: "Give the certificate that was made for this key.")
    case .purposeContradictsCertificate(let key, let declared, let found, let subject):
      Failure(
        .didNotPass,
        "The key \(key) is declared for \(declared.rawValue), but its certificate, \(subject), is for \(found.rawValue)."
          + Self.storesSay(of: found),
        remedy: "Correct the purpose, or give the keystore that was meant.")
    case .duplicateKey(let name):
      Failure(
        .inputUnreadable, "There are two keys named \(name).",
        remedy: "Rename one, in the file or in the key store.")
    case .noSuchKey(let name, let keys):
      Failure(
        .inputUnreadable,
        "There is no key named \(name)\(keys.isEmpty ? "" : "; known: \(Self.list(keys))").",
        remedy: "Name one under keys: in the pipeline file, or one of the key store.")
    case .noDefaultKey(let platform, let distribution, let application, let candidates):
      Failure(
        .didNotPass,
        "No \(platform.rawValue) key is the default for \(distribution.rawValue)\(Self.of(application))"
          + (candidates.isEmpty ? ", and none would fit." : "; these would fit: \(Self.list(candidates))."),
        remedy: candidates.isEmpty
          ? "Make one with \(MissingKey(platform, distribution, application).command), or add yours with slipway keys "
            + "add FILE --default; a pipeline's own keys stand under keys:."
          : "Mark one with default: true or slipway keys default NAME, or name it in the target.")
    case .severalDefaultKeys(let platform, let distribution, let application, let candidates):
      Failure(
        .didNotPass,
        "Several \(platform.rawValue) keys are the default for \(distribution.rawValue)\(Self.of(application)): \(Self.list(candidates)).",
        remedy:
          "Leave default: true on one of them, limit them with applications:, or name the key in the target.")
    case .wrongPlatform(let key, let platform, let wanted):
      Failure(
        .didNotPass, "The key \(key) is for \(platform.rawValue), not for \(wanted.rawValue).",
        remedy: "Name a key of the target's platform.")
    case .wrongPurpose(let key, let purpose, let distribution):
      Failure(
        .didNotPass,
        "The key \(key) is a \(purpose.rawValue) key and may not sign for \(distribution.rawValue)."
          + Self.storesSay(of: purpose),
        remedy: "Name a distribution key, or make it a debug target.")
    case .applicationNotAllowed(let key, let application, let allowed):
      Failure(
        .didNotPass, "The key \(key) may not sign \(application), only \(Self.list(allowed)).",
        remedy:
          "Check that payload and key are not mixed up; otherwise add the application to the key's applications:."
      )
    case .issuerNotFetched(let subject, let address, let reason):
      Failure(
        .unavailable, "The certificate of \(subject) cannot be fetched from \(address): \(reason).",
        remedy: "Run again with a network, or get that certificate there and put it into the keystore.")
    case .notAProvisioningProfile(let origin):
      Failure(
        .inputUnreadable, "\(origin) is not a provisioning profile.",
        remedy: "Give the .mobileprovision file as it was downloaded from Apple's developer site.")
    case .malformedProvisioningProfile(let origin, let entry):
      Failure(
        .inputUnreadable, "\(origin): the provisioning profile's \(entry) is missing or malformed.",
        remedy: "Download it again from Apple's developer site.")
    case .unreadableProvisioningProfile(let origin, let error):
      Failure(
        .inputUnreadable,
        "\(origin): the provisioning profile's property list cannot be read: \(Self.words(error)).",
        remedy: "Download it again from Apple's developer site.")
    case .unknownCredential(let origin, let appearance):
      Self.unknown(origin, appearance)
    case .malformedServiceAccount(let origin, let member):
      Failure(
        .inputUnreadable, "\(origin): the service account's \(member) is missing or malformed.",
        remedy:
          "Make a new key for the service account in Google Cloud, as JSON, and give that file as it is.")
    case .malformedDebugToken(let origin, let attribute):
      Failure(
        .inputUnreadable, "\(origin): the debug token's \(attribute) is missing or malformed.",
        remedy: "Give the .bar file as BlackBerry's tools wrote it.")
    case .file(let error):
      error.failure
    }
  }

  private static func unknown(_ origin: String, _ appearance: CredentialFile.Appearance) -> Failure {
    let kinds =
      "Give a keystore, a private key, certificates, a provisioning profile, a service account's JSON or a debug token."
    return switch appearance {
    case .empty:
      Failure(.inputUnreadable, "\(origin) is empty.", remedy: kinds)
    case .tooLarge:
      Failure(.inputUnreadable, "\(origin) is larger than any key or credential.", remedy: kinds)
    case .certificateRequest:
      Failure(
        .inputUnreadable, "\(origin) is a certificate request, not a certificate.",
        remedy: "Send it to the authority, and give the certificate that comes back.")
    case .publicKey:
      Failure(
        .inputUnreadable, "\(origin) holds a public key alone.",
        remedy: "Give the private key, or the certificate.")
    case .sshKey:
      Failure(
        .inputUnreadable, "\(origin) is an OpenSSH key, with which no app is signed.",
        remedy: "Give the key that the apps are signed with.")
    case .json:
      Failure(
        .inputUnreadable, "\(origin) is JSON, but not the key of a Google service account.",
        remedy: "Make a key for the service account in Google Cloud, as JSON, and give that file.")
    case .brokenJSON:
      Failure(
        .inputUnreadable, "\(origin) looks like JSON, but cannot be read as such.",
        remedy: "Download it again; it was cut off or changed on the way.")
    case .archive:
      Failure(
        .inputUnreadable, "\(origin) is an archive or an app, not a key or credential.",
        remedy: "Unpack it, and give the file that is meant.")
    case .propertyList:
      Failure(
        .inputUnreadable, "\(origin) is a property list without a signature, not a provisioning profile.",
        remedy: "Give the .mobileprovision file as it was downloaded from Apple's developer site.")
    case .text, .unknown:
      Failure(.inputUnreadable, "\(origin) is no key or credential that Slipway knows.", remedy: kinds)
    }
  }

  private static func words(_ error: PropertyListError) -> String {
    switch error {
    case .notAPropertyList: "it is none"
    case .malformed(let what, let offset): "\(what) at offset \(offset)"
    case .tooLarge(let what, let limit): "more than \(limit) \(what)"
    }
  }

  /// What stores say about debug keys, after the sentence that says it here.
  private static func storesSay(of purpose: Purpose) -> String {
    guard purpose == .debug, let entry = Catalogue.entry(for: "android-debug-certificate") else { return "" }
    return entry.sayings.map { " \($0.name) says: “\($0.says)”" }.joined()
  }

  private static func of(_ application: String?) -> String {
    application.map { " of \($0)" } ?? ""
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
