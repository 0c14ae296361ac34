import FoundationEssentials
import Glibc

/// A command line that is run and measured as a whole process.
struct Command {
  /// What one run took.
  struct Cost {
    /// Seconds by the clock.
    let wall: Double
    /// Seconds of all cores.
    let cpu: Double
    /// The most memory that a process of it held, in bytes.
    let peak: Int
  }

  let words: [String]

  init(_ words: String...) {
    self.words = words
  }

  init(_ words: [String]) {
    self.words = words
  }

  /// Runs it with an empty standard input and its output thrown away.
  ///
  /// - Throws: ``Refusal`` when it cannot be started or does not end with 0.
  @discardableResult
  func run() throws -> Cost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let start = ContinuousClock.now
    var process = pid_t()
    guard posix_spawnp(&process, words[0], &actions, nil, &arguments, environ) == 0 else {
      throw Refusal(words: words, status: nil)
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = start.duration(to: .now) / .seconds(1)
    guard status == 0 else { throw Refusal(words: words, status: status >> 8) }
    return Cost(
      wall: wall, cpu: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      peak: Int(usage.ru_maxrss) * 1024)
  }

  struct Refusal: Error, CustomStringConvertible {
    let words: [String]
    let status: Int32?

    var description: String {
      let ending = status.map { "ended with \($0)" } ?? "cannot be started"
      return "\(words.joined(separator: " ")): \(ending)"
    }
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
