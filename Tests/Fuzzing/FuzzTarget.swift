/// A parser of hostile input that can be fuzzed on its own.
///
/// ``run(_:)`` takes any bytes and returns. It does not look at what the parser makes of them, only at what must hold of
/// every answer; where that fails, or the parser traps, hangs or takes too much memory, the fuzzer has found something.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// A whole ZIP: records, entries' data, and what a layout makes of it.
  case zip
  /// A compiled `AndroidManifest.xml` of an APK.
  case binaryXML = "binary-xml"
  /// A manifest or configuration of a bundle.
  case protoXML = "proto-xml"
  /// The pairs of an APK Signing Block, and the signers in them.
  case signingBlock = "signing-block"
  /// A JAR manifest or signature file.
  case jarManifest = "jar-manifest"

  /// Hands the bytes to the parser.
  package func run(_ bytes: [UInt8]) {
    switch self {
    case .zip: fuzzZip(bytes)
    case .binaryXML: fuzzBinaryXML(bytes)
    case .protoXML: fuzzProtoXML(bytes)
    case .signingBlock: fuzzSigningBlock(bytes)
    case .jarManifest: fuzzJarManifest(bytes)
    }
  }
}

/// The properties that hold of every input.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  guard condition else { fatalError(what()) }
}
