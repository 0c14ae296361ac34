import Bytes
import FoundationEssentials
import Glibc

/// Changes to files of a store that all happen or none, whenever the process or the machine stops.
///
/// All new files are written to `.staged` first. Giving that folder the name `.pending` is the moment at which the
/// changes happen; what follows only moves them to their places and can be done again by whoever comes next
/// (``finishPending(in:)``). For one writer at a time, who holds the ``StoreLock``.
struct StoreTransaction {
  /// One thing to do; a step that was done may be done again.
  enum Step: Equatable {
    /// Makes an empty `.staged`.
    case begin
    /// Writes the new contents of the change of this number.
    case stage(Int, [UInt8])
    /// Writes the list of changes.
    case seal([Change])
    /// From here on the changes have happened.
    case commit
    /// Puts the file of this number into its place.
    case put(Int, path: String)
    case remove(path: String)
    /// Removes `.pending`.
    case finish
  }

  /// What happens to one file.
  struct Change: Codable, Equatable {
    var path: String
    var removes: Bool
  }

  private static let staged = ".staged"
  private static let pending = ".pending"
  private static let list = "changes.json"

  let folder: StoreFolder
  private var changes: [Change] = []
  private var contents: [Int: [UInt8]] = [:]

  init(_ folder: StoreFolder) {
    self.folder = folder
  }

  var isEmpty: Bool { changes.isEmpty }

  /// The file will have these contents; of two changes to a file the later one counts.
  mutating func put(_ bytes: [UInt8], at path: String) {
    let index = index(of: path, removes: false)
    contents[index] = bytes
  }

  /// The file will not be there.
  mutating func remove(_ path: String) {
    let index = index(of: path, removes: true)
    contents[index] = nil
  }

  private mutating func index(of path: String, removes: Bool) -> Int {
    if let known = changes.firstIndex(where: { $0.path == path }) {
      changes[known].removes = removes
      return known
    }
    changes.append(Change(path: path, removes: removes))
    return changes.count - 1
  }

  /// All that is to be done, in order.
  var steps: [Step] {
    [.begin] + contents.sorted { $0.key < $1.key }.map { Step.stage($0.key, $0.value) }
      + [.seal(changes), .commit] + Self.steps(after: changes)
  }

  private static func steps(after changes: [Change]) -> [Step] {
    changes.enumerated().map { $1.removes ? .remove(path: $1.path) : .put($0, path: $1.path) } + [.finish]
  }

  /// - Throws: ``StoreError/file(_:)``.
  func commit() throws(StoreError) {
    for step in steps { try Self.perform(step, in: folder) }
  }

  /// Does what an interrupted writer had still to do; nothing when there was none.
  ///
  /// - Throws: ``StoreError/file(_:)``; ``StoreError/flawed(path:_:)`` for a list that nobody wrote.
  static func finishPending(in folder: StoreFolder) throws(StoreError) {
    guard isPending(in: folder) else { return }
    guard let bytes = try folder.contents(of: "\(pending)/\(list)"),
      let changes = CanonicalJSON.read([Change].self, from: bytes),
      changes.allSatisfy({ isInside($0.path) })
    else { throw .flawed(path: folder.path, [StoreFlaw(pending, .malformed)]) }
    for step in steps(after: changes) { try perform(step, in: folder) }
  }

  /// Whether a writer was interrupted, or is about to finish.
  static func isPending(in folder: StoreFolder) -> Bool {
    FileManager.default.fileExists(atPath: folder.absolute(pending))
  }

  static func perform(_ step: Step, in folder: StoreFolder) throws(StoreError) {
    let files = FileManager.default
    do {
      switch step {
      case .begin:
        try? files.removeItem(atPath: folder.absolute(staged))
        try files.createDirectory(atPath: folder.absolute(staged), withIntermediateDirectories: false)
      case .stage(let number, let bytes):
        try write(bytes, to: folder.absolute("\(staged)/\(number)"))
      case .seal(let changes):
        try write(CanonicalJSON.data(changes), to: folder.absolute("\(staged)/\(list)"))
      case .commit:
        guard rename(folder.absolute(staged), folder.absolute(pending)) == 0 else {
          throw BytesError.notWritable(path: folder.path, reason: systemReason(errno))
        }
      case .put(let number, let path):
        let source = try FileSource(path: folder.absolute("\(pending)/\(number)"))
        let target = folder.absolute(path)
        let parent = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
        try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try write(source.bytes(at: 0, count: source.count), to: target)
      case .remove(let path):
        let target = folder.absolute(path)
        unlink(target)
        // A folder that became empty goes too; another stays.
        rmdir(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]))
      case .finish:
        try files.removeItem(atPath: folder.absolute(pending))
      }
    } catch let error as BytesError {
      throw .file(error)
    } catch {
      throw .file(.notWritable(path: folder.path, reason: systemReason(errno)))
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit(durable: true)
  }

  /// A list that was put there by hand leads nowhere else.
  private static func isInside(_ path: String) -> Bool {
    !path.hasPrefix("/")
      && !path.split(separator: "/", omittingEmptySubsequences: false).contains { ["", ".", ".."].contains($0) }
  }
}
