package import Releases

/// What can be read from an APK or an Android App Bundle, without judging any of it.
package struct AndroidFacts: Codable, Equatable, Sendable {
  /// `resources.arsc`, which Android 11 and later map as it stands.
  package struct ResourceTable: Codable, Equatable, Sendable {
    package var isStored: Bool
    /// Where its data begins in the package, in bytes.
    package var dataOffset: Int

    package init(isStored: Bool, dataOffset: Int) {
      self.isStored = isStored
      self.dataOffset = dataOffset
    }
  }

  package var format: PackageFormat
  package var application: Application
  package var manifest: AndroidManifest
  /// A bundle's modules, base first; empty for an APK.
  package var modules: [BundleModule]
  package var bundle: BundleConfiguration?
  /// The ABIs there are native libraries for, sorted.
  package var architectures: [String]
  package var nativeLibraries: [NativeLibrary]
  /// Nil for a bundle, and for an APK without resources.
  package var resourceTable: ResourceTable?
  /// The length of the package in bytes.
  package var size: Int
  /// What a store's compression leaves of a large APK, in bytes: an estimate, see
  /// ``DownloadEstimate/compressedSize(of:)``.
  package var compressedSize: Int?
  package var contents: [ContentSize]
  /// What an APK's signing block holds; empty when there is none or nobody asked.
  package var signingBlock: [SigningBlockEntry]
  /// Who signed: those whom the verifier looked at, or all that stand in the package, whoever filled it.
  package var signatures: [SignatureFact]

  package init(
    format: PackageFormat, manifest: AndroidManifest, modules: [BundleModule] = [],
    bundle: BundleConfiguration? = nil, nativeLibraries: [NativeLibrary] = [],
    resourceTable: ResourceTable? = nil, size: Int = 0, compressedSize: Int? = nil,
    contents: [ContentSize] = [], signingBlock: [SigningBlockEntry] = [], signatures: [SignatureFact] = []
  ) {
    self.format = format
    application = Application(
      id: manifest.applicationID, version: manifest.versionName,
      build: manifest.versionCode.map { String($0) })
    self.manifest = manifest
    self.modules = modules
    self.bundle = bundle
    architectures = Set(nativeLibraries.map(\.abi)).sorted()
    self.nativeLibraries = nativeLibraries
    self.resourceTable = resourceTable
    self.size = size
    self.compressedSize = compressedSize
    self.contents = contents
    self.signingBlock = signingBlock
    self.signatures = signatures
  }

  /// The most that one device downloads when it installs the app, in bytes: an APK, or of a bundle the modules
  /// delivered at once.
  ///
  /// Stores compress anew, so this is an estimate; ``DownloadEstimate`` says of what.
  package var downloadSize: Int {
    format == .apk
      ? compressedSize ?? size : modules.reduce(0) { $1.delivery == .installTime ? $0 + $1.downloadSize : $0 }
  }
}
