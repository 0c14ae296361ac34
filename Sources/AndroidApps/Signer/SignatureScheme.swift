/// The ways in which an Android package is signed.
package enum SignatureScheme: String, Codable, CaseIterable, Comparable, Sendable {
  /// JAR signing of an APK: `META-INF/*.SF` and `*.RSA`, `*.DSA` or `*.EC`. All that Android before 7.0 knows.
  case v1
  /// APK Signature Scheme v2, since Android 7.0 (API level 24).
  case v2
  /// APK Signature Scheme v3, since Android 9 (API level 28).
  case v3
  /// JAR signing of an Android App Bundle, the only kind that it has.
  case jar

  /// The number by which other schemes name this one, to tell when it was taken away; nil for bundles.
  var number: Int? {
    switch self {
    case .v1: 1
    case .v2: 2
    case .v3: 3
    case .jar: nil
    }
  }

  package static func < (left: SignatureScheme, right: SignatureScheme) -> Bool {
    left.rawValue < right.rawValue
  }
}
