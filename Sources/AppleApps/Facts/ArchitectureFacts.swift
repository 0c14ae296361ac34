/// The code of a Mach-O file for one architecture.
package struct ArchitectureFacts: Codable, Equatable, Sendable {
  /// As Apple's tools call it: `arm64`, `arm64e`, `armv7`, `x86_64`.
  package var name: String
  /// As Apple's tools call it: `iOS`, `iOS Simulator`, `watchOS`, `macOS`; nil where no load command says.
  package var platform: String?
  /// The least version of the system, from `LC_BUILD_VERSION` or `LC_VERSION_MIN_…`: `15.0`.
  package var minimumOS: String?
  /// The version of the SDK, from the same load command: `26.1`.
  package var sdk: String?
  /// What the linker called this build (LC_UUID), which its debug symbols are called too; nil for code without.
  package var uuid: String?
  /// Whether the App Store has encrypted it (FairPlay).
  package var isEncrypted: Bool
  /// The install names of the libraries that it links, in the order of the load commands.
  package var linkedLibraries: [String]
  /// The required reason APIs that it refers to, as C and Objective-C call them (`stat`, `NSUserDefaults`), sorted; nil
  /// when nobody looked.
  package var requiredReasonAPIs: [String]?
  /// The classes that it imports of those through which code gets at what people have to be asked for
  /// (`CLLocationManager`), sorted; nil when nobody looked.
  package var protectedClasses: [String]?
  /// Nil when it is not signed, and when its signature cannot be read.
  package var signature: CodeSignatureFacts?
  /// What of its signature cannot be read; nil where nothing is wrong.
  package var signatureProblem: SignatureProblem?

  package init(
    name: String, platform: String? = nil, minimumOS: String? = nil, sdk: String? = nil, uuid: String? = nil,
    isEncrypted: Bool = false, linkedLibraries: [String] = [], requiredReasonAPIs: [String]? = nil,
    protectedClasses: [String]? = nil, signature: CodeSignatureFacts? = nil,
    signatureProblem: SignatureProblem? = nil
  ) {
    self.name = name
    self.platform = platform
    self.minimumOS = minimumOS
    self.sdk = sdk
    self.uuid = uuid
    self.isEncrypted = isEncrypted
    self.linkedLibraries = linkedLibraries
    self.requiredReasonAPIs = requiredReasonAPIs
    self.protectedClasses = protectedClasses
    self.signature = signature
    self.signatureProblem = signatureProblem
  }
}
