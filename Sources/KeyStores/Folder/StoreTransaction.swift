import Bytes
import FoundationEssentials
import Glibc

/// Changes to files of a store that all happen or none, whenever the process or the machine stops.
///
/// All new files are written to `.staged` first. Giving that folder the name `.pending` is the moment at which the
/// changes happen; what follows only moves them to their places, needs no room on the disk, and can be done again by
/// whoever comes next (``finishPending(in:)``). For one writer at a time, who holds the ``StoreLock``.
package struct StoreTransaction {
  /// One thing to do; a step that was done may be done again.
  enum Step: Equatable {
    /// Makes an empty `.staged`.
    case begin
    /// Writes the new contents of the change of this number.
    case stage(Int, [UInt8])
    /// Writes the list of changes; it and all that was staged is on the disk then.
    case seal([Change])
    /// From here on the changes have happened.
    case commit
    /// Moves the file of this number to its place.
    case put(Int, path: String)
    case remove(path: String)
    /// Sees to it that the files in these folders are where they are also after a power cut.
    case synchronize([String])
    /// Takes the name `.pending` away, so that nobody does it again.
    case finish
    /// Removes what is left.
    case clear
  }

  /// What happens to one file.
  package struct Change: Codable, Equatable {
    package var path: String
    var removes: Bool
  }

  private static let staged = ".staged"
  private static let pending = ".pending"
  private static let list = "changes.json"
  /// Of the list: enough for as many files as a store may have.
  private static let listLimit = 64 << 20

  let folder: StoreFolder
  private var changes: [Change] = []
  private var numbers: [String: Int] = [:]
  private var contents: [Int: [UInt8]] = [:]

  init(_ folder: StoreFolder) {
    self.folder = folder
  }

  var isEmpty: Bool { changes.isEmpty }

  /// The file will have these contents; of two changes to a file the later one counts.
  mutating func put(_ bytes: [UInt8], at path: String) {
    contents[number(of: path, removes: false)] = bytes
  }

  /// The file will not be there.
  mutating func remove(_ path: String) {
    contents[number(of: path, removes: true)] = nil
  }

  private mutating func number(of path: String, removes: Bool) -> Int {
    if let known = numbers[path] {
      changes[known].removes = removes
      return known
    }
    numbers[path] = changes.count
    changes.append(Change(path: path, removes: removes))
    return changes.count - 1
  }

  /// All that is to be done, in order.
  var steps: [Step] {
    [.begin] + contents.sorted { $0.key < $1.key }.map { Step.stage($0.key, $0.value) }
      + [.seal(changes), .commit] + Self.steps(after: changes)
  }

  private static func steps(after changes: [Change]) -> [Step] {
    changes.enumerated().map { $1.removes ? .remove(path: $1.path) : .put($0, path: $1.path) }
      + [.synchronize(Set(changes.map { parent(of: $0.path) }).sorted()), .finish, .clear]
  }

  /// - Throws: ``StoreError/file(_:)``; nothing has happened then, unless only moving failed, which whoever comes next
  ///   finishes.
  func commit() throws(StoreError) {
    do throws(StoreError) {
      for step in steps { try Self.perform(step, in: folder) }
    } catch {
      // What was staged must not fill the disk further.
      try? FileManager.default.removeItem(atPath: folder.absolute(Self.staged))
      throw error
    }
  }

  /// Does what an interrupted writer had still to do; nothing when there was none.
  ///
  /// - Throws: ``StoreError/file(_:)``; ``StoreError/flawed(path:_:)`` for a list that nobody wrote.
  static func finishPending(in folder: StoreFolder) throws(StoreError) {
    guard isPending(in: folder) else { return }
    guard let bytes = try folder.contents(of: "\(pending)/\(list)", limit: listLimit),
      let changes = read(bytes)
    else { throw .flawed(path: folder.path, [StoreFlaw(pending, .malformed)]) }
    for step in steps(after: changes) { try perform(step, in: folder) }
  }

  /// The changes in a list; nil for one that leads to files that are not a store's, such as those of git beside it.
  package static func read(_ bytes: [UInt8]) -> [Change]? {
    guard let changes = CanonicalJSON.read([Change].self, from: bytes),
      changes.allSatisfy({ StoreFolder.isFile($0.path) })
    else { return nil }
    return changes
  }

  /// Whether a writer was interrupted, or is about to finish.
  static func isPending(in folder: StoreFolder) -> Bool {
    var status = stat()
    return lstat(folder.absolute(pending), &status) == 0
  }

  static func perform(_ step: Step, in folder: StoreFolder) throws(StoreError) {
    do {
      switch step {
      case .begin:
        try removeStaged(in: folder)
        try call(mkdir(folder.absolute(staged), 0o777), folder.path)
      case .stage(let number, let bytes):
        try write(bytes, to: folder.absolute("\(staged)/\(number)"))
      case .seal(let changes):
        // All at once: the disk has less to do than with one after the other.
        for (number, change) in changes.enumerated() where !change.removes {
          try synchronize(folder.absolute("\(staged)/\(number)"), O_RDONLY)
        }
        try write(CanonicalJSON.data(changes), to: folder.absolute("\(staged)/\(list)"))
        try synchronize(folder.absolute("\(staged)/\(list)"), O_RDONLY)
        try synchronize(folder.absolute(staged))
      case .commit:
        try call(rename(folder.absolute(staged), folder.absolute(pending)), folder.path)
        try synchronize(folder.path)
      case .put(let number, let path):
        try put(number, path, in: folder)
      case .remove(let path):
        try folder.checkWay(to: path)
        try call(unlink(folder.absolute(path)), folder.absolute(path), unless: [ENOENT, ENOTDIR])
        // A folder that became empty goes too; another stays.
        if !parent(of: path).isEmpty { rmdir(folder.absolute(parent(of: path))) }
      case .synchronize(let folders):
        for path in folders { try synchronize(path.isEmpty ? folder.path : folder.absolute(path)) }
      case .finish:
        try removeStaged(in: folder)
        try call(rename(folder.absolute(pending), folder.absolute(staged)), folder.path, unless: [ENOENT])
      case .clear:
        try removeStaged(in: folder)
      }
    } catch let error as StoreError {
      throw error
    } catch let error as BytesError {
      throw .file(error)
    } catch {
      throw .file(.notWritable(path: folder.path, reason: systemReason()))
    }
  }

  private static func put(_ number: Int, _ path: String, in folder: StoreFolder) throws {
    try folder.checkWay(to: path)
    let source = folder.absolute("\(pending)/\(number)")
    let target = folder.absolute(path)
    let parent = parent(of: path)
    if !parent.isEmpty, !FileManager.default.fileExists(atPath: folder.absolute(parent)) {
      try FileManager.default.createDirectory(
        atPath: folder.absolute(parent), withIntermediateDirectories: true)
      try synchronize(folder.absolute(parent) + "/..")
      try synchronize(folder.path)
    }
    guard rename(source, target) != 0 else { return }
    let number = errno
    // Moved before, by the one who was interrupted.
    if number == ENOENT, FileManager.default.fileExists(atPath: target) { return }
    throw BytesError.notWritable(path: target, reason: systemReason(number))
  }

  private static func removeStaged(in folder: StoreFolder) throws {
    let path = folder.absolute(staged)
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    try FileManager.default.removeItem(atPath: path)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  private static func synchronize(_ path: String, _ mode: Int32 = O_RDONLY | O_DIRECTORY) throws {
    let descriptor = open(path, mode | O_CLOEXEC)
    // The last file of a folder was removed, and the folder with it.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw BytesError.inputOutput(path: path, operation: "synchronize", reason: systemReason())
    }
  }

  /// Takes the result of a system call.
  private static func call(_ result: Int32, _ path: String, unless accepted: [Int32] = []) throws {
    guard result != 0, !accepted.contains(errno) else { return }
    if errno == ENOSPC || errno == EDQUOT { throw BytesError.noSpace(path: path) }
    throw BytesError.notWritable(path: path, reason: systemReason())
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
