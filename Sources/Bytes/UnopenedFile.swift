/// A regular file that is open only while it is read, for lists of more files than a process may have open.
package struct UnopenedFile: ByteSource {
  package let path: String
  /// The length it had when it was listed.
  package let count: Int

  package init(path: String, count: Int) {
    self.path = path
    self.count = count
  }

  /// - Throws: ``BytesError/truncated(path:offset:wanted:)`` also when the file no longer has the length it had.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    let file = try FileSource(path: path)
    guard file.count == count else { throw .truncated(path: path, offset: offset, wanted: buffer.count) }
    try file.read(at: offset, into: buffer)
  }
}
