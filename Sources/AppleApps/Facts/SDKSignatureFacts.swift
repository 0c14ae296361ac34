/// What Xcode noted of the signature of a library's makers, when it took the library from an XCFramework.
package struct SDKSignatureFacts: Codable, Equatable, Sendable {
  /// From the root of the package: `Signatures/Kit.xcframework-ios.signature`.
  package var path: String
  /// The library in the XCFramework: `Kit.framework`, `libKit.a`.
  package var library: String?
  /// Whether its makers signed it; nil where the file does not say.
  package var isSigned: Bool?

  package init(path: String, library: String? = nil, isSigned: Bool? = nil) {
    self.path = path
    self.library = library
    self.isSigned = isSigned
  }

  /// The name of the XCFramework: `Kit`.
  package var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.firstRange(of: ".xcframework").map { file[..<$0.lowerBound] } ?? file)
  }
}
