/// The names that v2 and v3 give to the same flaws.
struct SchemeIssues: Sendable {
  let apkDigestDidNotVerify: SignatureIssue
  let didNotVerify: SignatureIssue
  let malformedAdditionalAttribute: SignatureIssue
  let malformedCertificate: SignatureIssue
  let malformedDigest: SignatureIssue
  let malformedPublicKey: SignatureIssue
  let malformedSignature: SignatureIssue
  let malformedSigner: SignatureIssue
  let malformedSigners: SignatureIssue
  let noCertificates: SignatureIssue
  let noSignatures: SignatureIssue
  let noSigners: SignatureIssue
  let noSupportedSignatures: SignatureIssue
  let publicKeyMismatch: SignatureIssue
  let sigAlgMismatch: SignatureIssue
  let unknownAdditionalAttribute: SignatureIssue
  let unknownSigAlgorithm: SignatureIssue
  let verifyException: SignatureIssue

  static let v2 = SchemeIssues(
    apkDigestDidNotVerify: .v2SigApkDigestDidNotVerify, didNotVerify: .v2SigDidNotVerify,
    malformedAdditionalAttribute: .v2SigMalformedAdditionalAttribute,
    malformedCertificate: .v2SigMalformedCertificate, malformedDigest: .v2SigMalformedDigest,
    malformedPublicKey: .v2SigMalformedPublicKey, malformedSignature: .v2SigMalformedSignature,
    malformedSigner: .v2SigMalformedSigner, malformedSigners: .v2SigMalformedSigners,
    noCertificates: .v2SigNoCertificates, noSignatures: .v2SigNoSignatures, noSigners: .v2SigNoSigners,
    noSupportedSignatures: .v2SigNoSupportedSignatures, publicKeyMismatch: .v2SigPublicKeyMismatch,
    sigAlgMismatch: .v2SigSigAlgMismatch, unknownAdditionalAttribute: .v2SigUnknownAdditionalAttribute,
    unknownSigAlgorithm: .v2SigUnknownSigAlgorithm, verifyException: .v2SigVerifyException)

  static let v3 = SchemeIssues(
    apkDigestDidNotVerify: .v3SigApkDigestDidNotVerify, didNotVerify: .v3SigDidNotVerify,
    malformedAdditionalAttribute: .v3SigMalformedAdditionalAttribute,
    malformedCertificate: .v3SigMalformedCertificate, malformedDigest: .v3SigMalformedDigest,
    malformedPublicKey: .v3SigMalformedPublicKey, malformedSignature: .v3SigMalformedSignature,
    malformedSigner: .v3SigMalformedSigner, malformedSigners: .v3SigMalformedSigners,
    noCertificates: .v3SigNoCertificates, noSignatures: .v3SigNoSignatures, noSigners: .v3SigNoSigners,
    noSupportedSignatures: .v3SigNoSupportedSignatures, publicKeyMismatch: .v3SigPublicKeyMismatch,
    sigAlgMismatch: .v3SigSigAlgMismatch, unknownAdditionalAttribute: .v3SigUnknownAdditionalAttribute,
    unknownSigAlgorithm: .v3SigUnknownSigAlgorithm, verifyException: .v3SigVerifyException)
}
