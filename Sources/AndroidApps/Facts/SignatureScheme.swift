/// How a package is signed.
package enum SignatureScheme: String, Codable, CaseIterable, Sendable {
  /// JAR signing of an APK: the files in `META-INF/`.
  case v1
  /// APK Signature Scheme v2: the signing block of Android 7.0 and later.
  case v2
  /// APK Signature Scheme v3: v2 with SDK ranges and rotation, Android 9 and later.
  case v3
  /// JAR signing of an Android App Bundle, which only stores verify.
  case jar
}
