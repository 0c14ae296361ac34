import AppleApps
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

/// Bundles in an app that do not say what their executable is.
@Suite(.needs(.openssl, .python)) struct NamelessCodeTests {
  private static let kit = "Demo.app/Frameworks/DemoKit.framework"

  /// Takes keys out of an `Info.plist`.
  private static func drop(_ keys: String..., from name: String, in folder: TemporaryFolder) throws {
    var list = try #require(try PropertyList(reading: folder.read(name)).dictionary)
    for key in keys { list[key] = nil }
    try folder.write(name, PropertyList.dictionary(list).encoded(as: .xml))
  }

  /// Signs, verifies, and has the checker look at it.
  private static func sign(_ folder: TemporaryFolder) throws -> SignedApp {
    let app = try SignedApp(folder)
    let path = try app.write(as: "Demo.ipa")
    #expect(try SignedApp.verify(path).findings == [])
    let outcome = try Tool.python.run([Repository.folder + "/scripts/check-code-signature.py", path])
    #expect(outcome.status == 0, "\(outcome.text)")
    return app
  }

  /// The identifier of the bundle at a path, when it was signed as a bundle.
  private static func identifier(of path: String, executable: String, in app: SignedApp) throws -> String {
    #expect(app.tree.items.contains { $0.path == "\(path)/_CodeSignature/CodeResources" })
    return try #require(try app.tree.code(at: "\(path)/\(executable)").slices[0].signature()).best.identifier
  }

  @Test func `a framework's code has its name where nobody says another`() throws {
    let folder = try SignedApp.unpack(.app)
    try Self.drop("CFBundleExecutable", from: "\(Self.kit)/Info.plist", in: folder)
    let app = try Self.sign(folder)
    #expect(
      try Self.identifier(of: SignedApp.framework, executable: "DemoKit", in: app) == "com.example.demo.kit")
  }

  @Test func `a loadable bundle needs no Info.plist`() throws {
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/Filter.v2.bundle/Filter.v2", SampleCode(fileType: 8).bytes)
    try folder.write("Demo.app/Filter.v2.bundle/data", "data".utf8)
    let app = try Self.sign(folder)
    let path = "\(SignedApp.top)/Filter.v2.bundle"
    #expect(try Self.identifier(of: path, executable: "Filter.v2", in: app) == "Filter")
    #expect(try app.tree.seals(of: path).keys.sorted() == ["data"])
  }

  @Test(
    arguments: [
      ("Images.bundle", ["CFBundleIdentifier": "com.example.images"], [:]),
      ("Images.bundle", ["CFBundleExecutable": "Images"], [:]),
      ("Images.bundle", ["CFBundleName": "Images"], ["Images": "this is text"]),
      ("Images.bundle", [:], ["Images": "this is text"]),
      ("Frameworks/Images.framework", ["CFBundleName": "Images"], [:]),
    ] as [(String, [String: String], [String: String])])
  func `a bundle without code is sealed as resources`(
    _ name: String, _ info: [String: String], _ files: [String: String]
  ) throws {
    let folder = try SignedApp.unpack(.app)
    if !info.isEmpty {
      try folder.write(
        "Demo.app/\(name)/Info.plist",
        PropertyList.dictionary(info.mapValues { .string($0) }).encoded(as: .binary))
    }
    for (file, text) in files { try folder.write("Demo.app/\(name)/\(file)", text.utf8) }
    try folder.write("Demo.app/\(name)/image.png", "image".utf8)
    let app = try Self.sign(folder)
    #expect(!app.tree.items.contains { $0.path.hasPrefix("\(SignedApp.top)/\(name)/_CodeSignature") })
    let seals = try app.tree.seals(of: SignedApp.top)
    #expect(seals["\(name)/image.png"] != nil && (seals["\(name)/Info.plist"] != nil) == !info.isEmpty)
  }
}
