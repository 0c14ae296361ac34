import Archives
import Bytes
import FoundationEssentials

/// A package to be signed, made once and kept: the same bytes on every machine.
struct Payload {
  let name: String
  /// Files of the app, by kind: how many, and how many bytes each has before it is compressed.
  let parts: [Part]

  struct Part {
    let folder: String
    let suffix: String
    let count: Int
    let size: Int
    let kind: GeneratedSource.Kind
    var isCompressed = true
  }

  static let small = Payload(
    name: "10-mb.apk",
    parts: [
      Part(
        folder: "lib/arm64-v8a/lib", suffix: ".so", count: 2, size: 2_000_000, kind: .code,
        isCompressed: false),
      Part(folder: "classes", suffix: ".dex", count: 1, size: 6_000_000, kind: .code),
      Part(
        folder: "assets/media", suffix: ".webp", count: 20, size: 120_000, kind: .media, isCompressed: false),
      Part(folder: "res/layout/a", suffix: ".xml", count: 300, size: 4_000, kind: .text),
    ])
  static let usual = Payload(
    name: "158-mb.apk",
    parts: [
      Part(
        folder: "lib/arm64-v8a/lib", suffix: ".so", count: 12, size: 5_200_000, kind: .code,
        isCompressed: false),
      Part(folder: "classes", suffix: ".dex", count: 9, size: 8_000_000, kind: .code),
      Part(
        folder: "assets/media", suffix: ".webp", count: 480, size: 110_000, kind: .media, isCompressed: false),
      Part(folder: "res/layout/a", suffix: ".xml", count: 2_500, size: 10_000, kind: .text),
    ])
  static let huge = Payload(
    name: "1-gb.apk",
    parts: [
      Part(
        folder: "lib/arm64-v8a/lib", suffix: ".so", count: 12, size: 12_000_000, kind: .code,
        isCompressed: false),
      Part(folder: "classes", suffix: ".dex", count: 12, size: 8_000_000, kind: .code),
      Part(
        folder: "assets/media", suffix: ".bin", count: 210, size: 4_000_000, kind: .media, isCompressed: false
      ),
      Part(folder: "res/layout/a", suffix: ".xml", count: 3_000, size: 10_000, kind: .text),
    ])
  static let bundle = Payload(
    name: "142-mb.aab",
    parts: [
      Part(folder: "base/lib/arm64-v8a/lib", suffix: ".so", count: 12, size: 5_000_000, kind: .code),
      Part(folder: "base/lib/armeabi-v7a/lib", suffix: ".so", count: 12, size: 4_000_000, kind: .code),
      Part(folder: "base/dex/classes", suffix: ".dex", count: 9, size: 8_000_000, kind: .code),
      Part(folder: "base/assets/media", suffix: ".webp", count: 378, size: 110_000, kind: .media),
      Part(folder: "base/res/layout/a", suffix: ".xml", count: 2_500, size: 6_000, kind: .text),
    ])

  static let all = [small, usual, huge, bundle]

  /// Makes the package in a folder unless it is there already.
  ///
  /// - Parameter fixtures: the folder with the manifests.
  func make(in folder: String, fixtures: String) throws {
    let path = "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: path) else { return }
    let file = try AtomicFile(path: path)
    _ = try ZipWriter(level: 6, time: 0, date: 0x5821).write(
      items(fixtures), to: file, workers: Workers(limit: Workers.availableCores))
    try file.commit()
  }

  /// Where the package was made, and its size in bytes.
  func made(in folder: String) throws -> (path: String, size: Int) {
    let path = "\(folder)/\(name)"
    return (path, try FileSource(path: path).count)
  }

  private func items(_ fixtures: String) throws -> [ZipWriter.Item] {
    let isBundle = name.hasSuffix(".aab")
    let manifest = try FileSource(path: "\(fixtures)/manifests/release.\(isBundle ? "pb" : "axml")")
    var items = [
      ZipWriter.Item(
        name: isBundle ? "base/manifest/AndroidManifest.xml" : "AndroidManifest.xml", contents: manifest)
    ]
    var seed: UInt64 = 1
    for part in parts {
      for number in 0..<part.count {
        items.append(
          ZipWriter.Item(
            name: "\(part.folder)\(number)\(part.suffix)",
            contents: GeneratedSource(kind: part.kind, seed: seed << 20, count: part.size),
            isCompressed: part.isCompressed))
        seed += 1
      }
    }
    return items
  }
}
