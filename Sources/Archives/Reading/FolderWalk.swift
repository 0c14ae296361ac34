import Bytes
import Glibc

/// The files, folders and links below a folder, in the order of their paths' bytes.
final class FolderWalk: MemberWalk {
  let name: String
  private let root: String
  /// Paths still to visit, the next one last.
  private var pending: [String]
  private var current: ArchiveMember?

  /// Deeper trees are links in circles, or made to exhaust their reader.
  private static let deepest = 128

  /// - Throws: ``ArchiveError/bytes(_:)`` when the folder cannot be read.
  init(root: String) throws(ArchiveError) {
    name = root
    self.root = root
    pending = []
    pending = try children(of: "")
  }

  /// A folder has nothing compressed in it.
  var expansionLimit: Int { .max }

  func next() throws(ArchiveError) -> ArchiveMember? {
    guard let path = pending.popLast() else { return nil }
    var status = stat()
    guard lstat("\(root)/\(path)", &status) == 0 else { throw failure(path) }
    let kind: ArchiveMember.Kind
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR:
      kind = .folder
      guard path.utf8.count(where: { $0 == UInt8(ascii: "/") }) < Self.deepest else {
        throw .malformedName(archive: name, entry: path)
      }
      pending += try children(of: path)
    case S_IFLNK: kind = .link(target: try target(of: path))
    default: throw .specialFile(archive: name, entry: path)
    }
    let member = ArchiveMember(
      path: try MemberPath.normalized(path, archive: name), kind: kind,
      size: kind == .file ? Int(status.st_size) : 0, isExecutable: status.st_mode & S_IXUSR != 0)
    current = member
    modified = Int(status.st_mtim.tv_sec)
    return member
  }

  /// When the member that ``next()`` gave was last modified, in seconds since 1970.
  private(set) var modified = 0

  func read(_ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) throws(ArchiveError) {
    guard let current else { return }
    let source = try wrapping { () throws(BytesError) in try FileSource(path: "\(root)/\(current.path)") }
    guard source.count == current.size else {
      throw .corruptEntry(archive: name, entry: current.path)
    }
    try source.forEachBuffer(in: 0..<source.count, failing: ArchiveError.bytes, body)
  }

  /// The paths in a folder, so ordered that the last one comes first when popped.
  private func children(of path: String) throws(ArchiveError) -> [String] {
    guard let folder = opendir(path.isEmpty ? root : "\(root)/\(path)") else { throw failure(path) }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let found = readdir(folder) {
      let name = withUnsafeBytes(of: &found.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    names.sort { $1.lexicographicallyPrecedes($0) }
    let prefix = path.isEmpty ? "" : path + "/"
    var children: [String] = []
    for bytes in names {
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw .malformedName(archive: self.name, entry: prefix + String(decoding: bytes, as: UTF8.self))
      }
      children.append(prefix + name)
    }
    return children
  }

  private func target(of path: String) throws(ArchiveError) -> String {
    var buffer = [CChar](repeating: 0, count: MemberPath.longest)
    let count = readlink("\(root)/\(path)", &buffer, buffer.count)
    guard count >= 0 else { throw failure(path) }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func failure(_ path: String) -> ArchiveError {
    let full = path.isEmpty ? root : "\(root)/\(path)"
    if errno == ENOENT { return .bytes(.notFound(path: full)) }
    return .bytes(.notReadable(path: full, reason: systemReason()))
  }
}
