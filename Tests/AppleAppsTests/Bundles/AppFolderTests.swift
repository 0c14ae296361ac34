import AppleApps
import Bytes
import FieldTools
import FoundationEssentials
import Testing

/// Signed apps written as folders.
@Suite(.needs(.openssl)) struct AppFolderTests {
  /// A tree one of whose files fails while it is read.
  private struct FailingTree: BundleTree {
    let base: any BundleTree
    let path: String

    var items: [BundleItem] { base.items }

    func source(of path: String) throws(AppleError) -> any ByteSource {
      let source = try base.source(of: path)
      return path == self.path ? FailingSource(count: source.count) : source
    }
  }

  private struct FailingSource: ByteSource {
    let count: Int

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
      throw .inputOutput(path: "failing", operation: "read", reason: "it was taken away")
    }
  }

  @Test func `a folder is signed in its place`() throws {
    let app = try SignedApp(SignedApp.unpack(.app))
    let folder = app.folder.file("Demo.app")
    let expected = try app.tree.contents()
    let unchanged = try FileSource(path: folder + "/PkgInfo").identity.inode
    try AppFolder.write(app.tree, from: SignedApp.top, to: folder, linkingTo: folder)
    let signed = try #require(try AppSource(folder: folder)).tree
    #expect(try signed.contents() == expected)
    #expect(try SignedApp.verify(signed).findings == [])
    #expect(try FileSource(path: folder + "/PkgInfo").identity.inode == unchanged)
    #expect(try app.folder.names() == ["Demo.app"])
  }

  @Test func `a folder that is new shares nothing with where it came from`() throws {
    let app = try SignedApp(SignedApp.unpack(.app))
    try FileManager.default.createDirectory(
      atPath: app.folder.file("out"), withIntermediateDirectories: false)
    let place = app.folder.file("out/Demo.app")
    try AppFolder.write(app.tree, from: SignedApp.top, to: place, linkingTo: nil)
    try app.folder.write("Demo.app/PkgInfo", "changed".utf8)
    #expect(try SignedApp.verify(#require(try AppSource(folder: place)).tree).findings == [])
    #expect(try app.folder.read("out/Demo.app/PkgInfo") == Array("APPL????".utf8))
  }

  @Test func `files that begin with an accent are written too`() throws {
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/\u{301}x", "content".utf8)
    let app = try SignedApp(folder)
    try AppFolder.write(app.tree, from: SignedApp.top, to: folder.file("Demo.app"), linkingTo: nil)
    #expect(try folder.read("Demo.app/\u{301}x") == Array("content".utf8))
    #expect(
      try SignedApp.verify(#require(try AppSource(folder: folder.file("Demo.app"))).tree).findings == [])
  }

  @Test(arguments: ["Demo", "Info.plist", "Base.lproj/Main.strings", "PrivacyInfo.xcprivacy"])
  func `what is interrupted leaves everything as it was`(_ name: String) throws {
    let folder = try SignedApp.unpack(.app)
    let tree = try #require(try AppSource(folder: folder.file("Demo.app"))).tree
    let before = try tree.contents()
    let failing = FailingTree(base: tree, path: "\(SignedApp.top)/\(name)")
    for place in ["Demo.app", "New.app"] {
      #expect(
        throws: AppleError.bytes(
          .inputOutput(path: "failing", operation: "read", reason: "it was taken away"))
      ) {
        try AppFolder.write(
          EditedTree(failing), from: SignedApp.top, to: folder.file(place), linkingTo: nil)
      }
    }
    #expect(try folder.names() == ["Demo.app"])
    #expect(try #require(try AppSource(folder: folder.file("Demo.app"))).tree.contents() == before)
  }

  @Test func `a package that is interrupted is not there`() throws {
    let folder = try SignedApp.unpack(.app)
    let tree = try #require(try AppSource(folder: folder.file("Demo.app"))).tree
    let failing = FailingTree(base: tree, path: "\(SignedApp.top)/Info.plist")
    #expect(throws: AppleError.self) {
      let file = try AtomicFile(path: folder.file("Demo.ipa"))
      _ = try IPAWriter().write(failing, to: file, workers: SignedApp.workers)
      try file.commit()
    }
    #expect(try folder.names() == ["Demo.app"])
  }
}
