import ArgumentParser
import Pipelines
import SlipwayKit

/// The flags that name one signer: a keystore, a private key with its certificate, or a key of a pipeline file.
struct SignerArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A PKCS#12, JKS, JCEKS, BKS or PEM file with the private key and its certificates.", valueName: "file"),
    completion: .file())
  var keystore: String?

  @Option(help: ArgumentHelp("Which key of the keystore, when it holds several.", valueName: "name"))
  var alias: String?

  @OptionGroup var password: PasswordArguments
  @OptionGroup var keyPassword: KeyPasswordArguments

  @Option(
    help: ArgumentHelp("A private key: PEM, DER or .pk8, plain or encrypted.", valueName: "file"),
    completion: .file())
  var privateKey: String?

  @Option(
    help: ArgumentHelp("The private key's certificate chain: PEM or DER.", valueName: "file"),
    completion: .file())
  var certificate: String?

  @Flag(help: "Sign code for Apple's platforms ad hoc, with no key.")
  var adHoc = false

  @Option(help: ArgumentHelp("A key of the pipeline file or of the key store.", valueName: "name"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The pipeline file that --key is looked up in. (default: slipway.yaml, where there is one)",
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String?

  func validate() throws {
    let ways = [keystore, privateKey, key].compactMap { $0 }
    guard ways.count + (adHoc ? 1 : 0) == 1 else {
      throw ValidationError(
        "Say with what to sign: --keystore, or --private-key with --certificate, or --key, or --ad-hoc.")
    }
    guard (privateKey == nil) == (certificate == nil) else {
      throw ValidationError("--private-key and --certificate go together.")
    }
  }

  /// Nil for an ad-hoc signature.
  func sourceIfAny(in session: Session) throws -> SignerSource? {
    adHoc ? nil : try source(in: session)
  }

  /// - Throws: ``Failure`` for an ad-hoc signature, which packages for Android do not have.
  func source(in session: Session) throws -> SignerSource {
    guard !adHoc else {
      throw Failure(
        .usage, "--ad-hoc is for apps of Apple's platforms, and this is none.",
        remedy: "Name a key: --keystore, --private-key or --key.")
    }
    if let keystore {
      return .keystore(
        path: keystore, alias: alias, password: password.reference, keyPassword: keyPassword.reference)
    }
    if let privateKey, let certificate {
      return .privateKey(
        path: privateKey, certificate: certificate, password: password.reference ?? keyPassword.reference)
    }
    return .named(key ?? "", try PipelineFile.nearest(pipeline, invocation: session.invocation))
  }
}
