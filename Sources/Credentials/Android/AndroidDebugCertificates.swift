import Bytes
package import Cryptography

/// The certificates that no store takes: Android's debug certificate, and others whose private keys are public.
package enum AndroidDebugCertificates {
  /// Whether a certificate is one of them.
  ///
  /// Android's tools make a debug key per developer, so that one is known by its subject: `CN=Android Debug`,
  /// `O=Android`, `C=US` in any order, which is what Google Play refuses too. The others are known by their bytes.
  package static func contain(_ certificate: Certificate) -> Bool {
    hasDebugSubject(certificate) || name(of: certificate) != nil
  }

  /// What a well-known certificate is called, such as `AOSP testkey`; nil for any other.
  package static func name(of certificate: Certificate) -> String? {
    wellKnown[certificate.sha256.hex]
  }

  /// The subject of a debug key, in the order in which the Android Gradle plugin writes it.
  package static let subject = DistinguishedName([("C", "US"), ("O", "Android"), ("CN", "Android Debug")])

  /// Whether the subject is exactly the one of a debug key that Android's tools make.
  static func hasDebugSubject(_ certificate: Certificate) -> Bool {
    let attributes = certificate.subject.attributes
    return attributes.count == 3 && certificate.subject["CN"] == "Android Debug"
      && certificate.subject["O"] == "Android" && certificate.subject["C"] == "US"
  }

  /// SHA-256 of the certificates whose private keys anybody can download: the test keys in the Android sources
  /// (build/make/target/product/security), the debug key of uber-apk-signer, and the one in React Native's and
  /// Expo's project templates.
  private static let wellKnown = [
    "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc": "AOSP testkey",
    "c8a2e9bccf597c2fb6dc66bee293fc13f2fc47ec77bc6b2b0d52c11f51192ab8": "AOSP platform",
    "28bbfe4a7b97e74681dc55c2fbb6ccb8d6c74963733f6af6ae74d8c3a6e879fd": "AOSP shared",
    "465983f7791f2abeb43ea2cbdc7f21a8260b72bc08a55c839fc1a43bc741a81e": "AOSP media",
    "e1dbadce60dc080d15b58a014b0dcf9400e24de23fa00b287a5a982bfebda2ee": "AOSP networkstack",
    "a6ccc500ff0e7421200eb66a7fe174ef1b00e52ca91727070cbedf061ff76c35": "AOSP bluetooth",
    "fae9122a8721d6e2a196d2224dffcf773c9127e2bb956cbddb40b009192ffdfd": "AOSP nfc",
    "abf21f9e2af1d881cc673fddcefa6ed9c269a437bd64b279cf45844cfd589126": "AOSP sdk_sandbox",
    "ce7b2b47ae2b7552c8f92cc29124279883041fb623a5f194a82c9bf15d492aa0": "AOSP cts_uicc_2021",
    "1e08a903aef9c3a721510b64ec764d01d3d094eb954161b62544ea8f187b5953": "uber-apk-signer debug",
    "fac61745dc0903786fb9ede62a962b399f7348f0bb6f899b8332667591033b9c": "React Native template debug",
  ]
}
