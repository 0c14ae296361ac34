import Glibc
import Synchronization

/// Buffers of one size that are used again, since the first touch of memory costs more than digesting what is put there.
final class BufferPool: Sendable {
  private let bufferSize: Int
  private let state = Mutex(State())

  private struct State: @unchecked Sendable {
    var slabs: [UnsafeMutableRawBufferPointer] = []
    var spare: [UnsafeMutableRawBufferPointer] = []
  }

  init(bufferSize: Int) {
    self.bufferSize = bufferSize
  }

  /// All buffers must have been given back, or not be used any more.
  deinit {
    state.withLock { for slab in $0.slabs { slab.deallocate() } }
  }

  /// The one that was given back last, or a new one.
  func take() -> UnsafeMutableRawBufferPointer {
    state.withLock { state in
      if state.spare.isEmpty { addSlab(to: &state) }
      return state.spare.removeLast()
    }
  }

  /// Gives back a buffer, or what begins where it does.
  func giveBack(_ buffer: UnsafeMutableRawBufferPointer) {
    state.withLock {
      $0.spare.append(UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: bufferSize))
    }
  }

  /// Makes room for some buffers, in one of the processor's large pages where they fit.
  private func addSlab(to state: inout State) {
    let largePage = 2 << 20
    let count = max(1, largePage / bufferSize)
    let slab = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * bufferSize, alignment: bufferSize < largePage / 2 ? 64 : largePage)
    madvise(slab.baseAddress, slab.count, MADV_HUGEPAGE)
    state.slabs.append(slab)
    for index in 0..<count {
      state.spare.append(
        UnsafeMutableRawBufferPointer(rebasing: slab[index * bufferSize..<(index + 1) * bufferSize]))
    }
  }
}
