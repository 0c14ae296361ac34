import Testing

@testable import AndroidApps

@Suite struct BufferPoolTests {
  /// Smaller than a large page of the processor, as large as one, and larger.
  @Test(arguments: [4096, 1 << 20, 2 << 20, 3 << 20])
  func `buffers are apart, whole, and used again`(size: Int) {
    let pool = BufferPool(bufferSize: size)
    let buffers = (0..<5).map { _ in pool.take() }
    for (number, buffer) in buffers.enumerated() {
      buffer.initializeMemory(as: UInt8.self, repeating: UInt8(number))
    }
    for (number, buffer) in buffers.enumerated() {
      #expect(buffer.count == size)
      #expect(buffer.first == UInt8(number) && buffer.last == UInt8(number))
    }
    // A window at the end of a file is shorter than its buffer.
    pool.giveBack(UnsafeMutableRawBufferPointer(rebasing: buffers[2].prefix(10)))
    let again = pool.take()
    #expect(again.baseAddress == buffers[2].baseAddress && again.count == size)
  }
}
