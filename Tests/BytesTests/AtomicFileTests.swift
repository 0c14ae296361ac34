import FieldTools
import FoundationEssentials
import Glibc
import Testing

@testable import Bytes

@Suite struct AtomicFileTests {
  private let home: TemporaryFolder
  private var folder: String { home.path }

  init() throws {
    home = try TemporaryFolder()
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  private func contents(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  private var names: [String] {
    get throws { try home.names() }
  }

  @Test func `nothing is there before the commit and all of it after`() throws {
    let file = try AtomicFile(path: folder + "/a")
    try file.write(Array("hello ".utf8))
    try file.write(Array("world".utf8))
    #expect(try names == [])
    try file.commit(durable: true)
    #expect(try names == ["a"])
    #expect(try FileSource(path: folder + "/a").bytes(at: 0, count: 11) == Array("hello world".utf8))
  }

  @Test func `a file that is not committed leaves nothing`() throws {
    do {
      let file = try AtomicFile(path: folder + "/a")
      try file.write([1, 2, 3])
    }
    #expect(try names == [])
  }

  @Test func `commit replaces and commitNew refuses a taken name`() throws {
    for contents in [[UInt8(1)], [2]] {
      let file = try AtomicFile(path: folder + "/a")
      try file.write(contents)
      try file.commit()
    }
    let third = try AtomicFile(path: folder + "/a")
    try third.write([3])
    #expect(throws: BytesError.exists(path: folder + "/a")) { try third.commitNew() }
    #expect(try FileSource(path: folder + "/a").bytes(at: 0, count: 1) == [2])
    #expect(try names == ["a"])
  }

  @Test func `what can be made again replaces a file or a link and touches nothing else`() throws {
    var held: Int32 = -1
    defer { if held >= 0 { close(held) } }
    let made = folder + "/made"
    try write([1], to: folder + "/source")
    try write([2], to: folder + "/other")
    for before in ["nothing", "file", "file in use", "hard link", "link", "link to nothing", "source"] {
      unlink(made)
      switch before {
      case "file": try write([9, 9], to: made)
      case "file in use":
        try write([9, 9], to: made)
        held = open(made, O_RDONLY | O_CLOEXEC)
        #expect(flock(held, LOCK_EX) == 0)
      case "hard link": #expect(link(folder + "/other", made) == 0)
      case "link": #expect(symlink("other", made) == 0)
      case "link to nothing": #expect(symlink("nowhere", made) == 0)
      case "source": #expect(link(folder + "/source", made) == 0)
      default: break
      }
      let file = try AtomicFile(path: made)
      try file.write([3])
      try file.commit(remakableFrom: folder + "/source")
      #expect(try contents("made") == [3], "\(before)")
      #expect(try contents("source") == [1] && contents("other") == [2], "\(before)")
      #expect(try names == ["made", "other", "source"], "\(before)")
      #expect(
        try FileManager.default.attributesOfItem(atPath: made)[.type] as? FileAttributeType == .typeRegular,
        "\(before)")
    }
  }

  @Test func `what can be made again does not replace a folder`() throws {
    try write([1], to: folder + "/source")
    #expect(mkdir(folder + "/made", 0o755) == 0)
    let file = try AtomicFile(path: folder + "/made")
    try file.write([3])
    #expect(throws: BytesError.self) { try file.commit(remakableFrom: folder + "/source") }
    #expect(try names == ["made", "source"])
  }

  @Test func `a pipe is not replaced, nor what a link to one stands for`() throws {
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    #expect(symlink("pipe", folder + "/link") == 0)
    for name in ["pipe", "link"] {
      let path = "\(folder)/\(name)"
      #expect(throws: BytesError.notWritable(path: path, reason: "it is not a regular file")) {
        _ = try AtomicFile(path: path)
      }
    }
    #expect(throws: BytesError.self) { _ = try AtomicFile(path: "/dev/null") }
    #expect(try names == ["link", "pipe"])
  }

  @Test func `room that was taken is filled, and what comes behind it is kept`() throws {
    for name in ["source", "made"] {
      try write([1], to: folder + "/source")
      let file = try AtomicFile(path: "\(folder)/\(name)")
      try file.reserve(3)
      #expect(file.count == 0)
      try file.write([2, 3, 4, 5])
      try file.commit()
      #expect(file.count == 4)
      #expect(try contents(name) == [2, 3, 4, 5])
    }
    #expect(try names == ["made", "source"])
  }

  @Test func `room that no file has is refused before anything is written`() throws {
    let file = try AtomicFile(path: folder + "/a")
    #expect(throws: BytesError.self) { try file.reserve(.max) }
    try file.reserve(0)
    #expect(try names == [])
  }

  @Test func `writes at offsets and copies ranges`() throws {
    let source = try AtomicFile(path: folder + "/source")
    try source.write([UInt8](0..<100))
    try source.commit()
    let file = try AtomicFile(path: folder + "/a")
    try file.copy(from: FileSource(path: folder + "/source"), range: 10..<20, at: 5)
    try [UInt8](repeating: 9, count: 5).withUnsafeBytes { try file.write($0, at: 0) }
    #expect(file.count == 15)
    #expect(try file.bytes(at: 0, count: 15) == [9, 9, 9, 9, 9] + [UInt8](10..<20))
  }

  @Test func `what a killed process left under the hidden name goes with the next file`() throws {
    for _ in 0..<2 {
      let file = try AtomicFile(path: folder + "/a")
      try file.write(Array("whole".utf8))
      // As left between two system calls.
      try Data("half".utf8).write(to: URL(filePath: folder + "/.a.part"))
      try file.commit()
    }
    #expect(try names == ["a"])
  }

  @Test func `a hidden name that is in use is left alone`() throws {
    try Data("old".utf8).write(to: URL(filePath: folder + "/a"))
    let busy = open(folder + "/.a.part", O_RDWR | O_CREAT, 0o644)
    defer { close(busy) }
    #expect(flock(busy, LOCK_EX | LOCK_NB) == 0)
    let file = try AtomicFile(path: folder + "/a")
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try names.sorted() == [".a.part", "a"])
    #expect(try Data(contentsOf: URL(filePath: folder + "/a")) == Data("new".utf8))
  }

  @Test func `a file that is replaced keeps its mode where that is asked for`() throws {
    try Data("old".utf8).write(to: URL(filePath: folder + "/a"))
    chmod(folder + "/a", 0o600)
    let file = try AtomicFile(path: folder + "/a")
    file.keepPermissions()
    try file.commit()
    var status = stat()
    #expect(stat(folder + "/a", &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func `a folder that is missing is named`() {
    let path = folder + "/none/a"
    #expect(throws: BytesError.notWritable(path: path, reason: "No such file or directory")) {
      try AtomicFile(path: path)
    }
  }

  @Test func `a folder is no file`() {
    #expect(throws: BytesError.notReadable(path: folder, reason: "it is a folder")) {
      try FileSource(path: folder)
    }
  }
}
