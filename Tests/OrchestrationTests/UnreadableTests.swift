import Glibc
import Testing

@testable import Orchestration

@Suite struct UnreadableTests {
  @Test func `leaves no core, and still reaches its own descriptors`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      var limit = rlimit(rlim_cur: 1, rlim_max: 1)
      let worked = becomeUnreadable() && getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0
      exit(worked && limit.rlim_cur == 0 && access("/proc/self/fd/0", F_OK) == 0 ? 0 : 1)
    }
  }
}
