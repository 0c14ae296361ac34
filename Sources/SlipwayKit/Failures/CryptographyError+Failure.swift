package import Cryptography

extension CryptographyError: Explained {
  package var failure: Failure {
    switch self {
    case .malformed(let structure, let offset):
      Failure(
        .inputUnreadable, "The \(structure.rawValue) is malformed at offset \(offset).",
        remedy: "Export it again from where it came; it was cut off or changed on the way.")
    case .unreadable(let structure, let reason):
      Failure(
        .inputUnreadable, "The \(structure.rawValue) cannot be read\(reason.isEmpty ? "" : ": \(reason)").",
        remedy: "Check that it is the right file and export it again from where it came.")
    case .passwordNeeded(let structure):
      Failure(.inputUnreadable, "The \(structure.rawValue) needs a password.", remedy: "Give its password.")
    case .wrongPassword(let structure):
      Failure(
        .inputUnreadable, "The password does not open the \(structure.rawValue).",
        remedy: "Give the right password; mind a line end or blank at its end.")
    case .wrongKeyPassword(let entry):
      Failure(
        .inputUnreadable, "The password does not open the private key\(entry.map { " \($0)" } ?? "").",
        remedy: "Give the key's own password as the key password.")
    case .unsupportedAlgorithm(let structure, let algorithm):
      Failure(
        .inputUnreadable, "The \(structure.rawValue) uses \(algorithm), which Slipway does not know.",
        remedy: "Make it anew with RSA or EC and AES.")
    case .legacyProviderMissing(let reason):
      Failure(
        .inputUnreadable,
        "The file is encrypted with RC2 or RC4, and OpenSSL's legacy provider cannot be loaded\(reason.isEmpty ? "" : ": \(reason)").",
        remedy: "Install OpenSSL's legacy provider, or convert the file with keytool -importkeystore.")
    case .tooManyIterations(let structure, let iterations, let limit):
      Failure(
        .inputUnreadable,
        "The \(structure.rawValue) asks for \(iterations) rounds of its password derivation, more than \(limit).",
        remedy: "Export it again with fewer iterations.")
    case .keyCannotSign(let key, let signature):
      Failure(
        .didNotPass,
        "An \(key) key cannot make \(signature.hash.rawValue.uppercased()) signatures of the kind asked for.",
        remedy: "Sign with an RSA key of 2048 bits or more, or an EC key.")
    case .certificateDoesNotMatchKey(let subject):
      Failure(
        .inputUnreadable, "The certificate of \(subject) is not for this private key.",
        remedy: "Give the certificate that was made for the key.")
    case .lowOrderPublicKey:
      Failure(
        .inputUnreadable, "The public key is one with which every key shares the same secret.",
        remedy: "Do not trust where it came from; get the right one.")
    case .library(let operation, let reason):
      Failure(
        .ourFault, "OpenSSL failed at \(operation)\(reason.isEmpty ? "" : ": \(reason)").",
        remedy: "Please report it with the command and this text.")
    }
  }
}
