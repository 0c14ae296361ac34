import Bytes

/// The file beside a delivered one that `sha256sum --check` reads.
///
///     <64 hexadecimal digits> SP SP NAME LF        a leading "\" says that "\" in NAME is doubled (sha256sum(1))
enum ChecksumFile {
  /// The checksum of an item, ready to get its name; nil when it is there already.
  ///
  /// - Throws: ``DeliveryError/file(_:)``.
  static func stage(for item: Shipment.Item, at place: String) throws(DeliveryError) -> AtomicFile? {
    let path = place + ".sha256"
    let line = Array(line(for: item).utf8)
    do throws(BytesError) {
      if let old = try? FileSource(path: path), old.count == line.count,
        (try? old.bytes(at: 0, count: line.count)) == line
      {
        return nil
      }
      let file = try AtomicFile(path: path)
      try file.write(line)
      return file
    } catch {
      throw .file(error)
    }
  }

  private static func line(for item: Shipment.Item) -> String {
    guard item.name.contains("\\") else { return "\(item.sha256)  \(item.name)\n" }
    let escaped = item.name.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: #"\\"#)
    return "\\\(item.sha256)  \(escaped)\n"
  }
}
