/// API levels at which signatures began to be read differently.
enum AndroidRelease {
  /// Android 4.3: ECDSA, SHA-256 digests, the strongest digest instead of the first.
  static let jellyBeanMR2 = 18
  /// Android 4.4: signed attributes of a JAR signature are checked.
  static let kitKat = 19
  /// Android 5.0: SHA-256 with DSA.
  static let lollipop = 21
  /// Android 7.0: APK Signature Scheme v2.
  static let nougat = 24
  /// Android 8.0: `targetSandboxVersion` asks for v2.
  static let oreo = 26
  /// Android 9: APK Signature Scheme v3.
  static let pie = 28
  /// Android 11: apps that target it must be signed with v2.
  static let eleven = 30
  /// Android 13: APK Signature Scheme v3.1.
  static let thirteen = 33
}
