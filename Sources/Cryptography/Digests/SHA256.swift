/// A running SHA-256, two of which can be advanced at once.
///
/// Every round of a SHA-256 waits for the one before it, so a processor that has instructions for it is half idle with
/// one stream: two side by side take hardly longer than one. ``Digest`` is for everything else.
package struct SHA256: Sendable {
  private typealias Function = SHA256Function

  private var state = Function.initialState
  /// The bytes behind the last whole block.
  private var rest: [UInt8] = []
  private var count = 0

  package init() {
    rest.reserveCapacity(Function.blockSize)
  }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let bytes = fillBlock(bytes)
    let blocks = bytes.count / Function.blockSize
    if blocks > 0, let data = bytes.bindMemory(to: UInt8.self).baseAddress {
      state.withUnsafeMutableBufferPointer { state in
        if let state = state.baseAddress { Function.compress(state, data, blocks: blocks) }
      }
    }
    rest.append(contentsOf: bytes[(blocks * Function.blockSize)...])
  }

  /// Adds bytes to two digests at once.
  package static func update(
    _ first: inout SHA256, _ bytes: UnsafeRawBufferPointer,
    _ second: inout SHA256, _ otherBytes: UnsafeRawBufferPointer
  ) {
    var bytes = first.fillBlock(bytes)
    var otherBytes = second.fillBlock(otherBytes)
    let blocks = min(bytes.count, otherBytes.count) / Function.blockSize
    if Function.lanes == 2, blocks > 0 {
      var states = first.state + second.state
      states.withUnsafeMutableBufferPointer { states in
        let data = [bytes, otherBytes].map { $0.bindMemory(to: UInt8.self).baseAddress }
        if let states = states.baseAddress { Function.compressMany(states, data, blocks: blocks) }
      }
      first.state = Array(states[..<8])
      second.state = Array(states[8...])
      bytes = UnsafeRawBufferPointer(rebasing: bytes[(blocks * Function.blockSize)...])
      otherBytes = UnsafeRawBufferPointer(rebasing: otherBytes[(blocks * Function.blockSize)...])
      first.count -= bytes.count
      second.count -= otherBytes.count
    } else {
      first.count -= bytes.count
      second.count -= otherBytes.count
    }
    first.update(bytes)
    second.update(otherBytes)
  }

  /// The digest of everything that was added.
  package consuming func finish() -> [UInt8] {
    let padding = rest.withUnsafeBytes { Function.padding($0, count: count) }
    return [UInt8](unsafeUninitializedCapacity: Function.length) { buffer, filled in
      state.withUnsafeMutableBufferPointer { state in
        guard let state = state.baseAddress else { return }
        Function.compress(state, padding, blocks: padding.count / Function.blockSize)
        Function.write(state, to: UnsafeMutableRawBufferPointer(buffer))
        filled = Function.length
      }
    }
  }

  /// Counts the bytes and completes the block that was begun, as far as they suffice.
  ///
  /// - Returns: the bytes that are left; none as long as a begun block is not complete.
  private mutating func fillBlock(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    count += bytes.count
    guard !rest.isEmpty else { return bytes }
    let missing = min(Function.blockSize - rest.count, bytes.count)
    rest.append(contentsOf: bytes[..<missing])
    if rest.count == Function.blockSize {
      state.withUnsafeMutableBufferPointer { state in
        if let state = state.baseAddress { Function.compress(state, rest, blocks: 1) }
      }
      rest.removeAll(keepingCapacity: true)
    }
    return UnsafeRawBufferPointer(rebasing: bytes[missing...])
  }
}
