/// What may run next: the steps whose needs are finished, behind or before an open gate.
///
/// Steps of targets that have begun come before those of targets that have not, so that targets are finished early;
/// within that, pipeline order.
struct Frontier {
  private enum State {
    case waiting
    case ready
    case running
    case settled
  }

  private let schedule: Schedule
  private var states: [State]
  private var missingNeeds: [Int]
  /// Per target: the places of its ready steps, in order.
  private var ready: [[Int]]
  /// Targets with ready steps, in order: those that have begun, and those that have not.
  private var begun = SortedPlaces()
  private var fresh = SortedPlaces()
  private var hasBegun: [Bool]
  private var unsettled: [Int]
  /// Steps before the gate that are not finished well, per target and of all.
  private var beforeGate: [Int]
  private var allBeforeGate: Int

  init(_ schedule: Schedule) {
    self.schedule = schedule
    states = [State](repeating: .waiting, count: schedule.steps.count)
    missingNeeds = schedule.steps.map { Set($0.needs).count }
    ready = [[Int]](repeating: [], count: schedule.targets.count)
    hasBegun = [Bool](repeating: false, count: schedule.targets.count)
    unsettled = [Int](repeating: 0, count: schedule.targets.count)
    beforeGate = unsettled
    allBeforeGate = 0
    for (place, step) in schedule.steps.enumerated() {
      unsettled[schedule.targetOfStep[place]] += 1
      guard step.kind != .delivery else { continue }
      beforeGate[schedule.targetOfStep[place]] += 1
      allBeforeGate += 1
    }
    for place in schedule.steps.indices { makeReadyIfPossible(place) }
  }

  /// The step to start now; nil when none can.
  mutating func takeNext() -> Int? {
    guard let target = begun.first ?? fresh.first else { return nil }
    let place = ready[target].removeFirst()
    states[place] = .running
    if !hasBegun[target] {
      hasBegun[target] = true
      fresh.remove(target)
      if !ready[target].isEmpty { begun.insert(target) }
    } else if ready[target].isEmpty {
      begun.remove(target)
    }
    return place
  }

  /// A step has ended well: what waited for it may go on.
  ///
  /// - Returns: whether this opened a gate.
  mutating func finish(_ place: Int) -> Bool {
    settle(place)
    for dependent in schedule.dependents[place] {
      missingNeeds[dependent] -= 1
      makeReadyIfPossible(dependent)
    }
    guard schedule.steps[place].kind != .delivery else { return false }
    let target = schedule.targetOfStep[place]
    beforeGate[target] -= 1
    allBeforeGate -= 1
    switch schedule.release {
    case .together where allBeforeGate == 0:
      for place in schedule.steps.indices { makeReadyIfPossible(place) }
      return schedule.steps.contains { $0.kind == .delivery }
    case .independent where beforeGate[target] == 0:
      let own = schedule.stepsOfTarget[target]
      for place in own { makeReadyIfPossible(place) }
      return own.contains { schedule.steps[$0].kind == .delivery }
    default:
      return false
    }
  }

  /// A step has ended otherwise.
  mutating func abandon(_ place: Int) {
    settle(place)
  }

  /// Gives up the steps that have not started and fit.
  ///
  /// - Returns: their places.
  mutating func giveUp(where fits: (Int) -> Bool) -> [Int] {
    let given = states.indices.filter { (states[$0] == .waiting || states[$0] == .ready) && fits($0) }
    for place in given {
      let target = schedule.targetOfStep[place]
      if states[place] == .ready {
        ready[target].removeAll { $0 == place }
        if ready[target].isEmpty {
          begun.remove(target)
          fresh.remove(target)
        }
      }
      settle(place)
    }
    return given
  }

  /// Whether every step of a target has ended.
  func isSettled(target: Int) -> Bool { unsettled[target] == 0 }

  private mutating func settle(_ place: Int) {
    states[place] = .settled
    unsettled[schedule.targetOfStep[place]] -= 1
  }

  private mutating func makeReadyIfPossible(_ place: Int) {
    guard states[place] == .waiting, missingNeeds[place] == 0, isGateOpen(for: place) else { return }
    states[place] = .ready
    let target = schedule.targetOfStep[place]
    ready[target].insert(place, at: ready[target].firstIndex { $0 > place } ?? ready[target].count)
    if hasBegun[target] { begun.insert(target) } else { fresh.insert(target) }
  }

  private func isGateOpen(for place: Int) -> Bool {
    guard schedule.steps[place].kind == .delivery else { return true }
    return switch schedule.release {
    case .together: allBeforeGate == 0
    case .independent: beforeGate[schedule.targetOfStep[place]] == 0
    }
  }
}

/// Numbers in rising order, each once.
private struct SortedPlaces {
  /// In falling order, so that taking the smallest moves nothing.
  private var places: [Int] = []

  var first: Int? { places.last }

  mutating func insert(_ place: Int) {
    let index = index(of: place)
    if index == places.count || places[index] != place { places.insert(place, at: index) }
  }

  mutating func remove(_ place: Int) {
    let index = index(of: place)
    if index < places.count, places[index] == place { places.remove(at: index) }
  }

  /// The first index whose number is not greater.
  private func index(of place: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] > place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
