/// Bytes held in memory.
package struct MemorySource: ByteSource {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var count: Int { bytes.count }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard offset >= 0, offset <= count, buffer.count <= count - offset else {
      throw .truncated(path: "", offset: offset, wanted: buffer.count)
    }
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + buffer.count]))
    }
  }
}
