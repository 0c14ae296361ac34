import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

@Suite struct ArchiveReaderTests {
  private func tree(in folder: TemporaryFolder) throws {
    try folder.write("in/release/app.apk", Array("PK apk".utf8))
    try folder.write("in/release/readme.txt", Array("read".utf8))
    try folder.write("in/größe.txt", Array("umlaut".utf8))
    let tool = try folder.write("in/Acme.app/run", Array("#!".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/Acme.app/current", withDestinationPath: "run")
  }

  @Test(
    .needs(.bsdtar),
    arguments: ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "7z"])
  func `reads what bsdtar packs`(format: String) throws {
    let folder = try TemporaryFolder()
    try tree(in: folder)
    let path = folder.path + "/archive." + format
    let packed = try Tool.bsdtar.run(["-caf", path, "-C", "in", "."], in: folder.path)
    #expect(packed.status == 0, "\(packed.text)")
    try check(ArchiveReader(path: path), in: folder)
  }

  @Test(.needs(.sevenZip))
  func `reads what 7z packs`() throws {
    let folder = try TemporaryFolder()
    try tree(in: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/in/Acme.app/current")
    try Tool.sevenZip.run(["a", "-bd", "../archive.7z", "."], in: folder.path + "/in")
    let reader = try ArchiveReader(path: folder.path + "/archive.7z")
    #expect(
      try ArchiveReader.candidates(among: reader.members(), withExtensions: ["apk"]) == ["release/app.apk"])
  }

  @Test func `reads a folder`() throws {
    let folder = try TemporaryFolder()
    try tree(in: folder)
    try check(ArchiveReader(path: folder.path + "/in"), in: folder)
  }

  private func check(_ reader: ArchiveReader, in folder: TemporaryFolder) throws {
    let members = try reader.members()
    let files = members.filter { $0.kind == .file }.map(\.path).sorted()
    #expect(files == ["Acme.app/run", "größe.txt", "release/app.apk", "release/readme.txt"])
    #expect(members.contains { $0.path == "Acme.app/current" && $0.kind == .link(target: "run") })
    #expect(
      try ArchiveReader.candidates(among: reader.members(), withExtensions: ["apk", "aab"]) == [
        "release/app.apk"
      ])
    #expect(try ArchiveReader.candidates(among: reader.members(), withExtensions: ["app"]) == ["Acme.app"])
    let sink = MemorySink()
    try reader.extract("release/app.apk", to: sink)
    #expect(sink.bytes == Array("PK apk".utf8))
    #expect(throws: ArchiveError.missingEntry(archive: reader.name, entry: "nothing")) {
      try reader.extract("nothing", to: MemorySink())
    }

    let out = folder.path + "/out"
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    try reader.extractTree("Acme.app", to: out)
    #expect(try FileManager.default.contentsOfDirectory(atPath: out).sorted() == ["current", "run"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: out + "/current") == "run")
    let attributes = try FileManager.default.attributesOfItem(atPath: out + "/run")
    #expect(attributes[.posixPermissions] as? Int == 0o755)
  }

  @Test(
    arguments: [
      ("../x", .escapingEntry(archive: "*", entry: "../x")),
      ("/etc/x", .escapingEntry(archive: "*", entry: "/etc/x")),
      ("a\0b", .malformedName(archive: "*", entry: "a\0b")),
      ("app.apk", .duplicateEntry(archive: "*", entry: "app.apk")),
    ] as [(String, ArchiveError)])
  func `refuses names in a zip`(name: String, expected: ArchiveError) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("payload.zip", SampleZip(.init("app.apk"), .init(name)).bytes)
    #expect {
      _ = try ArchiveReader(path: path).members()
    } throws: { error in
      "\(error)" == "\(expected)".replacingOccurrences(of: "*", with: path)
    }
  }

  /// Scripts for Python's tarfile, which writes whatever it is told to, and what must be said of the result.
  private static let hostileTars: [(script: String, entry: String)] = [
    ("add('../x')", "../x"), ("add('/etc/x')", "/etc/x"), ("add('a/../../x')", "a/../../x"),
    ("link('l', '/etc/passwd')", "l"), ("link('l', '../x')", "l"), ("link('d/l', '../../x')", "d/l"),
    ("link('d', '.'); link('l', 'd/../..')", "l"), ("link('d', 'e'); add('d/x')", "d/x"),
    ("add('a'); add('a')", "a"), ("add('a'); add('a/b')", "a"), ("special('pipe', tarfile.FIFOTYPE)", "pipe"),
    ("special('disk', tarfile.BLKTYPE)", "disk"), ("hard('h', '../../etc/passwd')", "../../etc/passwd"),
    ("hard('h', 'nothing')", "nothing"), ("big('zeros', 300 << 20)", "zeros"),
  ]

  @Test(.needs(.python), arguments: hostileTars.indices)
  func `refuses a hostile tar with the entry's name`(index: Int) throws {
    let (script, entry) = Self.hostileTars[index]
    let folder = try TemporaryFolder()
    let path = folder.path + "/payload.tar.gz"
    let made = try Tool.python.run([
      "-c",
      """
      import io, sys, tarfile
      t = tarfile.open(sys.argv[1], 'w:gz')
      def put(i, data=None): t.addfile(i, data)
      def add(n):
        i = tarfile.TarInfo(n); i.size = 2; put(i, io.BytesIO(b'hi'))
      def big(n, size):
        i = tarfile.TarInfo(n); i.size = size; put(i, open('/dev/zero', 'rb'))
      def special(n, type, to=''):
        i = tarfile.TarInfo(n); i.type = type; i.linkname = to; put(i)
      def link(n, to): special(n, tarfile.SYMTYPE, to)
      def hard(n, to): special(n, tarfile.LNKTYPE, to)
      \(script)
      t.close()
      """, path,
    ])
    #expect(made.status == 0, "\(made.text)")
    for attempt in ["list", "extract"] {
      let out = folder.path + "/" + attempt
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      #expect {
        let reader = try ArchiveReader(path: path)
        if attempt == "list" { _ = try reader.members() } else { try reader.extractTree(to: out) }
      } throws: { error in
        "\(error)".contains("entry: \"\(entry)\"")
      }
    }
  }

  @Test func `refuses a link out of the part that is extracted`() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/outside.txt", [])
    try folder.write("in/part/inside.txt", [])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/in/part/link", withDestinationPath: "../outside.txt")
    let out = folder.path + "/out"
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    #expect(
      throws: ArchiveError.escapingLink(
        archive: folder.path + "/in", entry: "part/link", target: "../outside.txt")
    ) { try ArchiveReader(path: folder.path + "/in").extractTree("part", to: out) }
  }

  @Test(arguments: ["", "hello", "\u{1f}\u{8b}", String(repeating: "x", count: 5000)])
  func `refuses what is no archive`(contents: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("payload", contents.utf8)
    #expect(throws: ArchiveError.self) { try ArchiveReader(path: path).members() }
  }

  @Test func `says when nothing is there`() {
    #expect(throws: ArchiveError.bytes(.notFound(path: "/nowhere/x.zip"))) {
      try ArchiveReader(path: "/nowhere/x.zip")
    }
  }
}
