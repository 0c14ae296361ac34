/// Slipway against the field's tool at the same work, turn by turn, and what the same bytes cost at the least.
struct Race {
  let work: String
  let slipway: Command
  let rival: Command
  /// What does no more than digest the same bytes, and no more than copy them.
  var floors: [(name: String, command: Command)] = []
  let budget: Budget

  enum Budget {
    /// Seconds at most.
    case seconds(Double)
    /// So many times faster than the rival, within so many bytes of memory.
    case times(Double, peak: Int? = nil)
  }

  struct Result {
    let race: Race
    let slipway: Command.Cost
    let rival: Command.Cost
    /// The median of the ratios of each pair of runs.
    let ratio: Double
    let floors: [Double]

    var meetsBudget: Bool {
      switch race.budget {
      case .seconds(let most): slipway.wall <= most
      case .times(let least, let peak): ratio >= least && slipway.peak <= peak ?? .max
      }
    }
  }

  /// Runs all of it so many times, after once for the caches.
  func run(_ count: Int) throws -> Result {
    var own: [Command.Cost] = []
    var others: [Command.Cost] = []
    var least = floors.map { _ in [Double]() }
    for turn in 0...count {
      let (slipway, rival) = (try self.slipway.run(), try self.rival.run())
      let times = try floors.map { try $0.command.run().wall }
      guard turn > 0 else { continue }
      own.append(slipway)
      others.append(rival)
      for (index, time) in times.enumerated() { least[index].append(time) }
    }
    return Result(
      race: self, slipway: Self.typical(own), rival: Self.typical(others),
      ratio: Self.median(zip(own, others).map { $1.wall / $0.wall }), floors: least.map(Self.median))
  }

  private static func typical(_ costs: [Command.Cost]) -> Command.Cost {
    Command.Cost(
      wall: median(costs.map(\.wall)), cpu: median(costs.map(\.cpu)), peak: costs.map(\.peak).max() ?? 0)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }
}
