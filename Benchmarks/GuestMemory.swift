import Glibc

/// Memory in a virtual machine that tells its host what it does not use.
///
/// What the host has taken back costs more to touch than all the work that is measured here, and how much of it a run
/// meets is luck. So before each run as much as it takes is used and given back.
enum GuestMemory {
  /// Linux reports free memory about every two seconds, in rounds: one must have passed while the memory is held, or it
  /// would go to the host just when the run begins.
  private static let round = 2.3

  static let isReported = access("/sys/module/page_reporting", F_OK) == 0

  /// Has the bytes at hand for whoever runs next; does nothing on other machines.
  static func prepare(_ bytes: Int) throws {
    guard isReported, bytes > 0 else { return }
    // A process of its own, so that the peak of this one stays small.
    try Command(CommandLine.arguments[0], "", "--cache", "", "--fixtures", "", "--holds", "\(bytes)").run()
  }

  /// Touches so many bytes, and holds them until a round has passed.
  static func hold(_ bytes: Int) {
    let pageSize = 4096
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: pageSize)
    for offset in stride(from: 0, to: bytes, by: pageSize) { memory[offset] = 1 }
    usleep(UInt32(round * 1e6))
    memory.deallocate()
  }
}
