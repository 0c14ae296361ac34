package import Bytes

extension ZipLayout {
  /// Writes the whole ZIP, with a signing block between the entries and the central directory when there is one.
  ///
  /// The entries are copied by windows, on as many cores as are free. The file is not committed.
  ///
  /// - Parameter signingBlock: bytes that end where the central directory begins; their own padding included.
  /// - Throws: ``ArchiveError/bytes(_:)`` when reading or writing fails, ``ArchiveError/tooLarge(archive:entry:size:limit:)``
  ///   when the block pushes the end beyond 4 GiB.
  package func write(
    to file: AtomicFile, signingBlock: [UInt8] = [], workers: Workers
  ) throws(ArchiveError) {
    let directoryOffset = entriesEnd + signingBlock.count
    let tail = try signingBlock + centralDirectory + endRecord(centralDirectoryOffset: directoryOffset)
    let window = 1 << 20
    let source = source
    let start = file.count
    try workers.concurrently((entriesEnd + window - 1) / window) { (index) throws(ArchiveError) in
      let range = index * window..<min(source.count, (index + 1) * window)
      try wrapping { () throws(BytesError) in
        try file.copy(from: source, range: range, at: start + range.lowerBound)
      }
    }
    try wrapping { () throws(BytesError) in
      try tail.span.bytes.withUnsafeBytes { (bytes) throws(BytesError) in
        try file.write(bytes, at: start + entriesEnd)
      }
    }
  }
}
