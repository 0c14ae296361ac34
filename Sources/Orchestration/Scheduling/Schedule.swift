/// The steps of a run, checked: names are unique, needs are there, nothing needs itself.
package struct Schedule: Sendable {
  /// In pipeline order; the steps of a target are together in the order of its plan.
  package let steps: [Step]
  package let release: ReleasePolicy
  /// The targets in pipeline order.
  package let targets: [String]

  /// For each step, the places of the steps it needs, and of those that they need.
  let ancestors: [[Int]]
  /// For each step, the places of the steps that name it among their needs.
  let dependents: [[Int]]
  /// For each step, the place of its target.
  let targetOfStep: [Int]
  /// For each target, the places of its steps.
  let stepsOfTarget: [[Int]]

  /// Puts steps in order.
  ///
  /// - Throws: ``OrchestrationError`` about the first step that is named twice, needs what is not there, needs itself
  ///   in the end, or stands before the gate and needs what is behind it.
  package init(_ steps: [Step], release: ReleasePolicy) throws(OrchestrationError) {
    var places: [StepID: Int] = [:]
    for (place, step) in steps.enumerated() {
      guard places.updateValue(place, forKey: step.id) == nil else { throw .duplicateStep(step.id) }
    }
    var needs: [[Int]] = []
    var dependents = [[Int]](repeating: [], count: steps.count)
    for (place, step) in steps.enumerated() {
      var own: [Int] = []
      for need in Set(step.needs) {
        guard let needed = places[need] else { throw .unknownNeed(need, of: step.id) }
        guard step.kind == .delivery || steps[needed].kind != .delivery else {
          throw .needsDelivery(step.id, delivery: need)
        }
        own.append(needed)
        dependents[needed].append(place)
      }
      needs.append(own)
    }
    self.steps = steps
    self.release = release
    self.dependents = dependents
    ancestors = try Self.ancestors(of: steps, needs: needs, dependents: dependents)
    var targetPlaces: [String: Int] = [:]
    var targets: [String] = []
    var stepsOfTarget: [[Int]] = []
    targetOfStep = steps.indices.map { place in
      let name = steps[place].id.target
      let target = targetPlaces[name] ?? targets.count
      if target == targets.count {
        targetPlaces[name] = target
        targets.append(name)
        stepsOfTarget.append([])
      }
      stepsOfTarget[target].append(place)
      return target
    }
    self.targets = targets
    self.stepsOfTarget = stepsOfTarget
  }

  /// Goes through the steps so that each comes after all it needs; what cannot be reached is in a circle.
  private static func ancestors(
    of steps: [Step], needs: [[Int]], dependents: [[Int]]
  ) throws(OrchestrationError) -> [[Int]] {
    var missing = needs.map(\.count)
    var reached = missing.indices.filter { missing[$0] == 0 }
    var ancestors = [Set<Int>](repeating: [], count: steps.count)
    var next = 0
    while next < reached.count {
      let place = reached[next]
      next += 1
      ancestors[place] = needs[place].reduce(into: Set(needs[place])) { $0.formUnion(ancestors[$1]) }
      for dependent in dependents[place] {
        missing[dependent] -= 1
        if missing[dependent] == 0 { reached.append(dependent) }
      }
    }
    if let stuck = missing.firstIndex(where: { $0 > 0 }) { throw .circle(step: steps[stuck].id) }
    return ancestors.map { $0.sorted() }
  }
}
