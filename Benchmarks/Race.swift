import Glibc

/// Slipway against the field's tool at the same work, turn by turn, and what the same bytes cost at the least.
struct Race {
  let work: String
  let slipway: Command
  let rival: Command
  /// What does no more than digest the same bytes, and no more than copy them.
  var floors: [(name: String, command: Command)] = []
  let budget: Budget
  /// What a run leaves and the next one is not to find.
  var outputs: [String] = []

  enum Budget {
    /// Seconds at most.
    case seconds(Double)
    /// So many times faster than the rival, within so many bytes of memory.
    case times(Double, peak: Int? = nil)
  }

  struct Result {
    let race: Race
    /// The best of all runs, but for the memory, where it is the most of all.
    let slipway: Command.Cost
    let rival: Command.Cost
    /// The median of the ratios of each pair of runs.
    let medianRatio: Double
    let floors: [Double]

    /// How many times faster Slipway is, best against best.
    ///
    /// Whatever else goes on in a machine only adds, so the best run says most about the work itself.
    var ratio: Double { rival.wall / slipway.wall }

    var meetsBudget: Bool {
      switch race.budget {
      case .seconds(let most): slipway.wall <= most
      case .times(let least, let peak): ratio >= least && slipway.peak <= peak ?? .max
      }
    }
  }

  /// Runs all of it so many times, in turns.
  func run(_ count: Int) throws -> Result {
    var own: [Command.Cost] = []
    var others: [Command.Cost] = []
    var least = floors.map { _ in [Double]() }
    for _ in 0..<count {
      let slipway = try measure(self.slipway)
      let rival = try measure(self.rival)
      let times = try floors.map { try measure($0.command).wall }
      own.append(slipway)
      others.append(rival)
      for (index, time) in times.enumerated() { least[index].append(time) }
    }
    return Result(
      race: self, slipway: Self.best(own), rival: Self.best(others),
      medianRatio: Self.median(zip(own, others).map { $1.wall / $0.wall }),
      floors: least.map { $0.min() ?? 0 })
  }

  /// Runs a command straight after itself.
  ///
  /// The run before leaves the caches and the free memory as this one wants them. A virtual machine whose host takes back
  /// what is free needs longer to touch new memory than for all the work that is measured here; so each command gets
  /// the memory that it just gave back, and not what another one left.
  private func measure(_ command: Command) throws -> Command.Cost {
    removeOutputs()
    try command.run()
    removeOutputs()
    return try command.run()
  }

  private func removeOutputs() {
    for output in outputs { unlink(output) }
  }

  private static func best(_ costs: [Command.Cost]) -> Command.Cost {
    Command.Cost(
      wall: costs.map(\.wall).min() ?? 0, cpu: costs.map(\.cpu).min() ?? 0, peak: costs.map(\.peak).max() ?? 0
    )
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }
}
