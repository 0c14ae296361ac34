/// A parser of hostile input that can be fuzzed on its own.
///
/// ``run(_:)`` takes any bytes and returns. It does not look at what the parser makes of them, only at what must hold of
/// every answer; where that fails, or the parser traps, hangs or takes too much memory, the fuzzer has found something.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// A whole ZIP: records, entries' data, and what a layout makes of it.
  case zip
  /// A raw deflate stream.
  case deflate
  /// A compiled `AndroidManifest.xml` of an APK.
  case binaryXML = "binary-xml"
  /// A manifest or configuration of a bundle.
  case protoXML = "proto-xml"
  /// The pairs of an APK Signing Block, and the signers in them.
  case signingBlock = "signing-block"
  /// A JAR manifest or signature file.
  case jarManifest = "jar-manifest"
  /// A Mach-O file: headers and load commands, and what signing makes of it.
  case machO = "mach-o"
  /// A code signature: the SuperBlob and its CodeDirectories.
  case codeSignature = "code-signature"
  /// A code requirement, alone or in a set.
  case requirement
  /// A property list, in XML or binary.
  case propertyList = "property-list"
  /// Entitlements in DER.
  case derEntitlements = "der-entitlements"
  /// A provisioning profile.
  case provisioningProfile = "provisioning-profile"
  /// The seal over a bundle's files.
  case codeResources = "code-resources"
  /// A file in the age format, its armor, or a file of identities.
  case age
  /// A keystore of any kind, or another file that somebody adds.
  case keystore
  /// What lies in a key store: a signed document of each kind, what is under a key's encryption, a writer's list of
  /// changes.
  case storeDocument = "store-document"

  /// Hands the bytes to the parser.
  package func run(_ bytes: [UInt8]) {
    switch self {
    case .zip: fuzzZip(bytes)
    case .deflate: fuzzDeflate(bytes)
    case .binaryXML: fuzzBinaryXML(bytes)
    case .protoXML: fuzzProtoXML(bytes)
    case .signingBlock: fuzzSigningBlock(bytes)
    case .jarManifest: fuzzJarManifest(bytes)
    case .machO: fuzzMachO(bytes)
    case .codeSignature: fuzzCodeSignature(bytes)
    case .requirement: fuzzRequirement(bytes)
    case .propertyList: fuzzPropertyList(bytes)
    case .derEntitlements: fuzzDEREntitlements(bytes)
    case .provisioningProfile: fuzzProvisioningProfile(bytes)
    case .codeResources: fuzzCodeResources(bytes)
    case .age: fuzzAge(bytes)
    case .keystore: fuzzKeystore(bytes)
    case .storeDocument: fuzzStoreDocument(bytes)
    }
  }
}

/// The properties that hold of every input.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  guard condition else { fatalError(what()) }
}
