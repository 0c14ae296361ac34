/// An icon that an `Info.plist` names, and the files that are there under its name.
package struct IconFacts: Codable, Equatable, Sendable {
  package struct File: Codable, Equatable, Sendable {
    /// From the root of the package.
    package var path: String
    /// In pixels, as the head of the PNG has it; nil for what is no PNG.
    package var width: Int?
    package var height: Int?

    package init(path: String, width: Int? = nil, height: Int? = nil) {
      self.path = path
      self.width = width
      self.height = height
    }
  }

  /// As it stands there: `AppIcon60x60`.
  package var name: String
  /// The key that names it: `CFBundleIcons`, `CFBundleAlternateIcons`, `CFBundleIconFiles` or `CFBundleIconFile`.
  package var key: String
  /// The file of that name, and those for other scales and devices: `AppIcon60x60@2x.png`, `AppIcon76x76@2x~ipad.png`.
  package var files: [File]

  package init(name: String, key: String, files: [File] = []) {
    self.name = name
    self.key = key
    self.files = files
  }
}
