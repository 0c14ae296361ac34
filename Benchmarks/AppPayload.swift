import Archives
import Bytes
import FoundationEssentials

/// An iOS app of 200 MB in 5,000 files, made once and kept: the demo's code, one large executable and many resources.
struct AppPayload {
  static let name = "Bench"
  private static let codeSize = 40_000_000
  private static let resources = 4_990
  private static let resourceSize = 32_400

  /// Makes the app in a folder unless it is there already.
  ///
  /// - Parameter fixtures: the folder with the fixtures of all platforms.
  /// - Returns: the path of the folder that holds `Payload`.
  static func make(in folder: String, fixtures: String) throws -> String {
    let files = FileManager.default
    let top = "\(folder)/\(name)"
    guard !files.fileExists(atPath: top) else { return top }
    let stage = "\(top).part"
    if files.fileExists(atPath: stage) { try files.removeItem(atPath: stage) }
    let app = "\(stage)/Payload/Demo.app"
    try files.createDirectory(atPath: app, withIntermediateDirectories: true)
    try ArchiveReader(path: "\(fixtures)/apple/demo-loose.app.tar.xz").extractTree("Demo.app", to: app)
    try enlarge("\(app)/Demo", by: codeSize)
    for number in 0..<resources {
      let path = "\(app)/resources/\(number % 50)/\(number).dat"
      try files.createDirectory(
        atPath: "\(app)/resources/\(number % 50)", withIntermediateDirectories: true)
      let kind: GeneratedSource.Kind = number.isMultiple(of: 2) ? .media : .text
      let source = GeneratedSource(kind: kind, seed: UInt64(number) << 20, count: resourceSize)
      let file = try AtomicFile(path: path)
      try file.copy(from: source, range: 0..<source.count, at: 0)
      try file.commit()
    }
    try files.moveItem(atPath: stage, toPath: top)
    return top
  }

  /// Makes the last segment of a 64-bit Mach-O file longer, `__LINKEDIT`, as it is in apps with many symbols.
  private static func enlarge(_ path: String, by count: Int) throws {
    let source = try FileSource(path: path)
    var bytes = try source.bytes(at: 0, count: source.count)
    guard let name = bytes.firstRange(of: Array("__LINKEDIT".utf8))?.lowerBound else { return }
    // segment_command_64: behind the name come vmaddr, vmsize, fileoff and filesize, eight bytes each.
    for field in [name + 16 + 8, name + 16 + 24] {
      let value = bytes[field..<field + 8].reversed().reduce(0) { $0 << 8 | Int($1) } + count
      for byte in 0..<8 { bytes[field + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
    }
    let file = try AtomicFile(path: path, permissions: 0o755)
    try bytes.span.bytes.withUnsafeBytes { try file.write($0) }
    let more = GeneratedSource(kind: .code, seed: 7, count: count)
    try file.copy(from: more, range: 0..<count, at: bytes.count)
    try file.commit()
  }
}
