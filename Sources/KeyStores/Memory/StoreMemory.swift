import Bytes
import Cryptography
import FoundationEssentials
import Glibc

/// What a user's machine remembers of the stores that were used on it: one small file each, in the user's state folder.
package struct StoreMemory: Sendable {
  /// Such as `~/.local/state/slipway/stores`.
  package let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// How the store at this path was when it was last used here; nil when it never was, or when that cannot be read.
  package func witness(of store: StoreFolder) -> StoreWitness? {
    guard let source = try? FileSource(path: path(of: store)), source.count <= 64 << 20,
      let bytes = try? source.bytes(at: 0, count: source.count)
    else { return nil }
    return CanonicalJSON.read(StoreWitness.self, from: bytes)
  }

  /// - Throws: ``StoreError/file(_:)``.
  package func remember(_ store: KeyStore) throws(StoreError) {
    do throws(BytesError) {
      let path = path(of: store.folder)
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw .notWritable(path: folder, reason: "it cannot be made")
      }
      let file = try AtomicFile(path: path, permissions: 0o600)
      try file.write(CanonicalJSON.text(StoreWitness(of: store)))
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// Forgets a store, so that the next look at it is the first.
  package func forget(_ store: StoreFolder) {
    try? FileManager.default.removeItem(atPath: path(of: store))
  }

  /// However the way there is written, it is the same store.
  private func path(of store: StoreFolder) -> String {
    let resolved = realpath(store.path, nil)
    defer { free(resolved) }
    let place =
      resolved.map { String(cString: $0) }
      ?? (store.path.hasPrefix("/")
        ? store.path : "\(FileManager.default.currentDirectoryPath)/\(store.path)")
    return "\(folder)/\(Digest.hash(.sha256, Array(place.utf8)).hex.prefix(32)).json"
  }
}
