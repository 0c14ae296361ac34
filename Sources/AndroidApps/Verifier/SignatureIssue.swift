package import Releases

/// Everything that a signature check can find, under apksig's names in kebab-case.
///
/// Names that apksig does not have stand apart: they are about files that apksig accepts and nobody should.
/// Parameters, where a rule has them: `entry` a ZIP entry, `file` a signature or block file, `section` its number,
/// `algorithm`, `expected` and `actual` digests or values, `scheme`, `certificate` its number, `count`, `limit`, `size`,
/// `offset`, `field`, `method`, `minSdk`, `maxSdk`, `targetSdk`, `signers`, `reason`.
///
/// Source: `ApkVerifier.Issue` of https://android.googlesource.com/platform/tools/apksig.
package enum SignatureIssue: String, CaseIterable, Sendable {
  // JAR signing: v1 of an APK, and all there is of a bundle.
  case jarSigDidNotVerify = "jar-sig-did-not-verify"
  case jarSigDuplicateManifestSection = "jar-sig-duplicate-manifest-section"
  case jarSigDuplicateSigFileSection = "jar-sig-duplicate-sig-file-section"
  case jarSigDuplicateZipEntry = "jar-sig-duplicate-zip-entry"
  case jarSigManifestMainSectionDigestDidNotVerify = "jar-sig-manifest-main-section-digest-did-not-verify"
  case jarSigManifestSectionDigestDidNotVerify = "jar-sig-manifest-section-digest-did-not-verify"
  case jarSigMaxSignaturesExceeded = "jar-sig-max-signatures-exceeded"
  case jarSigMissing = "jar-sig-missing"
  case jarSigMissingApkSigReferenced = "jar-sig-missing-apk-sig-referenced"
  case jarSigMissingFile = "jar-sig-missing-file"
  case jarSigMissingVersionAttrInSigFile = "jar-sig-missing-version-attr-in-sig-file"
  case jarSigMissingZipEntryReferencedInManifest = "jar-sig-missing-zip-entry-referenced-in-manifest"
  case jarSigNoApkSigStripProtection = "jar-sig-no-apk-sig-strip-protection"
  case jarSigNoManifest = "jar-sig-no-manifest"
  case jarSigNoManifestDigestInSigFile = "jar-sig-no-manifest-digest-in-sig-file"
  case jarSigNoSignatures = "jar-sig-no-signatures"
  case jarSigNoSignedZipEntries = "jar-sig-no-signed-zip-entries"
  case jarSigNoSigners = "jar-sig-no-signers"
  case jarSigNoZipEntryDigestInManifest = "jar-sig-no-zip-entry-digest-in-manifest"
  case jarSigNoZipEntryDigestInSigFile = "jar-sig-no-zip-entry-digest-in-sig-file"
  case jarSigParseException = "jar-sig-parse-exception"
  case jarSigUnknownApkSigSchemeId = "jar-sig-unknown-apk-sig-scheme-id"
  case jarSigUnnamedManifestSection = "jar-sig-unnnamed-manifest-section"
  case jarSigUnnamedSigFileSection = "jar-sig-unnnamed-sig-file-section"
  case jarSigUnprotectedZipEntry = "jar-sig-unprotected-zip-entry"
  case jarSigUnsupportedSigAlg = "jar-sig-unsupported-sig-alg"
  case jarSigVerifyException = "jar-sig-verify-exception"
  case jarSigZipEntryDigestDidNotVerify = "jar-sig-zip-entry-digest-did-not-verify"
  case jarSigZipEntryNotSigned = "jar-sig-zip-entry-not-signed"
  case jarSigZipEntrySignersMismatch = "jar-sig-zip-entry-signers-mismatch"

  // APK Signature Scheme v2.
  case v2SigApkDigestDidNotVerify = "v2-sig-apk-digest-did-not-verify"
  case v2SigDidNotVerify = "v2-sig-did-not-verify"
  case v2SigMalformedAdditionalAttribute = "v2-sig-malformed-additional-attribute"
  case v2SigMalformedCertificate = "v2-sig-malformed-certificate"
  case v2SigMalformedDigest = "v2-sig-malformed-digest"
  case v2SigMalformedPublicKey = "v2-sig-malformed-public-key"
  case v2SigMalformedSignature = "v2-sig-malformed-signature"
  case v2SigMalformedSigner = "v2-sig-malformed-signer"
  case v2SigMalformedSigners = "v2-sig-malformed-signers"
  case v2SigMaxSignaturesExceeded = "v2-sig-max-signatures-exceeded"
  case v2SigMissing = "v2-sig-missing"
  case v2SigMissingApkSigReferenced = "v2-sig-missing-apk-sig-referenced"
  case v2SigNoCertificates = "v2-sig-no-certificates"
  case v2SigNoSignatures = "v2-sig-no-signatures"
  case v2SigNoSigners = "v2-sig-no-signers"
  case v2SigNoSupportedSignatures = "v2-sig-no-supported-signatures"
  case v2SigPublicKeyMismatch = "v2-sig-public-key-mismatch-between-certificate-and-signatures-record"
  case v2SigSigAlgMismatch = "v2-sig-sig-alg-mismatch-between-signatures-and-digests-records"
  case v2SigUnknownAdditionalAttribute = "v2-sig-unknown-additional-attribute"
  case v2SigUnknownApkSigSchemeId = "v2-sig-unknown-apk-sig-scheme-id"
  case v2SigUnknownSigAlgorithm = "v2-sig-unknown-sig-algorithm"
  case v2SigVerifyException = "v2-sig-verify-exception"

  // APK Signature Scheme v3.
  case v3InconsistentSdkVersions = "v3-inconsistent-sdk-versions"
  case v3MaxSdkVersionMismatch = "v3-max-sdk-version-mismatch-between-signer-and-signed-data-record"
  case v3MinSdkVersionMismatch = "v3-min-sdk-version-mismatch-between-signer-and-signed-data-record"
  case v3MissingSdkVersions = "v3-missing-sdk-versions"
  case v3SigApkDigestDidNotVerify = "v3-sig-apk-digest-did-not-verify"
  case v3SigDidNotVerify = "v3-sig-did-not-verify"
  case v3SigInvalidSdkVersions = "v3-sig-invalid-sdk-versions"
  case v3SigMalformedAdditionalAttribute = "v3-sig-malformed-additional-attribute"
  case v3SigMalformedCertificate = "v3-sig-malformed-certificate"
  case v3SigMalformedDigest = "v3-sig-malformed-digest"
  case v3SigMalformedLineage = "v3-sig-malformed-lineage"
  case v3SigMalformedPublicKey = "v3-sig-malformed-public-key"
  case v3SigMalformedSignature = "v3-sig-malformed-signature"
  case v3SigMalformedSigner = "v3-sig-malformed-signer"
  case v3SigMalformedSigners = "v3-sig-malformed-signers"
  case v3SigMultiplePastSigners = "v3-sig-multiple-past-signers"
  case v3SigMultipleSigners = "v3-sig-multiple-signers"
  case v3SigNoCertificates = "v3-sig-no-certificates"
  case v3SigNoSignatures = "v3-sig-no-signatures"
  case v3SigNoSigners = "v3-sig-no-signers"
  case v3SigNoSupportedSignatures = "v3-sig-no-supported-signatures"
  case v3SigPastSignersMismatch = "v3-sig-past-signers-mismatch"
  case v3SigPorCertMismatch = "v3-sig-por-cert-mismatch"
  case v3SigPorDidNotVerify = "v3-sig-por-did-not-verify"
  case v3SigPublicKeyMismatch = "v3-sig-public-key-mismatch-between-certificate-and-signatures-record"
  case v3SigSigAlgMismatch = "v3-sig-sig-alg-mismatch-between-signatures-and-digests-records"
  case v3SigUnknownAdditionalAttribute = "v3-sig-unknown-additional-attribute"
  case v3SigUnknownSigAlgorithm = "v3-sig-unknown-sig-algorithm"
  case v3SigVerifyException = "v3-sig-verify-exception"
  case v31BlockMissing = "v31-block-missing"

  // What the manifest asks of the signatures.
  case minSigSchemeForTargetSdkNotMet = "min-sig-scheme-for-target-sdk-not-met"
  case noSigForTargetSandboxVersion = "no-sig-for-target-sandbox-version"

  // Stricter than apksig: the container. What Android's native reader does is in `libziparchive/zip_archive.cc` of
  // https://android.googlesource.com/platform/system/libziparchive.

  /// A DEX header there makes the file code of its own to a device before Android 8.1 (CVE-2017-13156, Janus), and v1
  /// does not cover it: error.
  case bytesBeforeFirstEntry = "zip-bytes-before-first-entry"
  /// One could be verified and the other run (CVE-2013-4787, Master Key). Android 4.3 and newer refuse it: error.
  case duplicateZipEntry = "zip-duplicate-entry"
  /// Android opens no entry whose local header has another name, or other sizes or another checksum, than the central
  /// directory; readers that stream go by the local header and see another file: error. apksig refuses it for v1 only.
  case localHeaderDisagrees = "zip-local-header-disagrees"
  /// Android goes by the central directory and installs it, as do all who do not stream: warning.
  case compressionMethodDisagrees = "zip-compression-method-disagrees"
  /// Android's signature check inflates what is not stored, its resource loader takes as stored what is not deflated.
  /// Both install it, and the two views cannot both be an app: warning. It keeps analysts' tools from reading malware.
  case unusualCompressionMethod = "zip-unusual-compression-method"
  /// Android passes over the flag and every other reader refuses the entry: nobody but the device sees what it is:
  /// error.
  case encryptedEntry = "zip-encrypted-entry"
  /// v1 compares the contents, so this comes out there; elsewhere nothing inflates them. Android may run what came out
  /// before the damage: error.
  case corruptEntry = "zip-entry-corrupt"
  /// Climbs out of the folder that a tool unpacks it into: error.
  case escapingEntry = "zip-escaping-entry"
  /// Empty, not UTF-8, or with a NUL or a line break. Android opens no archive with a name that is not UTF-8 or has a
  /// NUL, and a line break can end a line of a manifest: error.
  case malformedEntryName = "zip-malformed-entry-name"
  /// Android before 4.4 took such lengths for negative numbers and read another file than it had verified (bugs 9695860
  /// and 9950697): error.
  case longLocalHeader = "zip-local-header-too-long"
  /// The block is the one part of a file that v2 and v3 do not cover, so what lies in it can be changed after signing:
  /// error.
  case entryInSigningBlock = "zip-entry-in-signing-block"
  /// Android reads as many records as the end record counts, others all that the directory's size holds: the rest is
  /// entries to them: error.
  case uncountedDirectoryBytes = "zip-uncounted-directory-bytes"
  /// Android goes by the offset of the directory, others look for it right before the end record: error. It also takes
  /// the signing block away, for Android and here.
  case bytesBeforeEndRecord = "zip-bytes-before-end-record"
  /// Android's Java code takes the last record whose comment ends the file, its native code the last signature, others
  /// the first: error.
  case severalEndRecords = "zip-several-end-records"
  /// v1 covers the contents of entries and nothing between them. Nobody reads those bytes and anybody can change them:
  /// warning.
  case unsignedBytes = "zip-unsigned-bytes"

  // Stricter than apksig: the signing block.

  /// Android takes the first, other tools have taken the last: error.
  case severalBlocksOfScheme = "signing-block-several-of-one-scheme"
  /// An entry holds the end of another block, for tools that search for it: error.
  case blockHidesAnother = "signing-block-hides-another"
  /// No signature covers it and Android passes over it; distributors put their channel there: warning.
  case unknownBlockEntry = "apk-sig-block-unknown-entry-id"

  // Stricter than apksig: the JAR signature. What Android does is in `StrictJarVerifier` and `StrictJarManifestReader` of
  // https://android.googlesource.com/platform/frameworks/base.

  /// Android keeps one of them, which depends on the order of a hash table; other tools take the first: error.
  case jarSigSeveralBlocksForOneFile = "jar-sig-several-blocks-for-one-file"
  /// A signer whose files sign none of the entries. Android passes over it, and tools that show the first certificate
  /// show that of whoever put it there: error.
  case jarSigIgnoredSigner = "jar-sig-ignored-signer"
  /// Android 7 and newer knows signature files by upper case alone, older ones and Java by any case: error.
  case jarSigFileNameCase = "jar-sig-file-name-case"
  /// Android and Java take the last, apksig the first: error.
  case jarSigRepeatedAttribute = "jar-sig-repeated-attribute"
  /// Android refuses a section that begins with another attribute, apksig looks for the name anywhere in it: error.
  case jarSigNameNotFirst = "jar-sig-name-not-first"
  /// Android refuses the manifest: error.
  case jarSigNulInFile = "jar-sig-nul-in-file"

  /// Whether the package is refused for it.
  ///
  /// The others are worth knowing.
  package var severity: Severity {
    switch self {
    case .compressionMethodDisagrees, .jarSigMissingFile, .jarSigNoApkSigStripProtection,
      .jarSigNoManifestDigestInSigFile,
      .jarSigUnknownApkSigSchemeId, .jarSigUnprotectedZipEntry, .unknownBlockEntry, .unsignedBytes,
      .unusualCompressionMethod, .v2SigUnknownAdditionalAttribute,
      .v2SigUnknownApkSigSchemeId, .v2SigUnknownSigAlgorithm, .v3SigUnknownAdditionalAttribute,
      .v3SigUnknownSigAlgorithm:
      .warning
    default: .error
    }
  }

  func finding(at location: String? = nil, _ parameters: [String: String] = [:]) -> Finding {
    Finding(rawValue, severity, at: location, parameters)
  }
}
