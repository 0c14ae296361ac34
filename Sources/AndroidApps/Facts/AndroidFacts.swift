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
  package var contents: [ContentSize]
  /// Filled by the verifier, which alone reads signatures.
  package var signatures: [SignatureFact]

  package init(
    format: PackageFormat, manifest: AndroidManifest, modules: [BundleModule] = [],
    bundle: BundleConfiguration? = nil, nativeLibraries: [NativeLibrary] = [],
    resourceTable: ResourceTable? = nil, size: Int = 0, contents: [ContentSize] = [],
    signatures: [SignatureFact] = []
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
    self.contents = contents
    self.signatures = signatures
  }

  /// The most that one device downloads at its installation, in bytes: an APK whole, of a bundle the modules
  /// delivered at once.
  ///
  /// Stores compress anew, so this is an estimate.
  package var downloadSize: Int {
    format == .apk
      ? size : modules.reduce(0) { $1.delivery == .installTime ? $0 + $1.downloadSize : $0 }
  }
}
