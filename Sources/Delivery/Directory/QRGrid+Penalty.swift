extension QRGrid {
  /// How hard the code is to read: the points of ISO/IEC 18004 §7.8.3, table 11.
  var penalty: Int {
    let rows = (0..<size).map { row in (0..<size).map { self[$0, row] } }
    let columns = (0..<size).map { column in (0..<size).map { self[column, $0] } }
    return (rows + columns).reduce(0) { $0 + Self.runs($1) + Self.falseFinders($1) } + squares + imbalance
  }

  /// Five modules of one colour in a line count 3, each further one 1.
  private static func runs(_ line: [Bool]) -> Int {
    var (points, length) = (0, 0)
    for (index, module) in line.enumerated() {
      length = index > 0 && line[index - 1] == module ? length + 1 : 1
      if length == 5 { points += 3 } else if length > 5 { points += 1 }
    }
    return points
  }

  /// Dark and light as in a finder, 1:1:3:1:1, with four light modules on a side: 40.
  ///
  /// Around the code it is light.
  private static func falseFinders(_ line: [Bool]) -> Int {
    guard line.count >= 7 else { return 0 }
    let finder = [true, false, true, true, true, false, true]
    var points = 0
    for start in 0...(line.count - 7) where line[start..<(start + 7)].elementsEqual(finder) {
      let before = line[max(0, start - 4)..<start]
      let after = line[(start + 7)..<min(line.count, start + 11)]
      if !before.contains(true) || !after.contains(true) { points += 40 }
    }
    return points
  }

  /// A square of four modules of one colour: 3.
  private var squares: Int {
    var points = 0
    for row in 1..<size {
      for column in 1..<size {
        let module = self[column, row]
        if self[column - 1, row] == module, self[column, row - 1] == module,
          self[column - 1, row - 1] == module
        {
          points += 3
        }
      }
    }
    return points
  }

  /// Each full 5 % by which the dark modules are more or less than half: 10.
  private var imbalance: Int {
    let dark = modules.count { $0 }
    return abs(20 * dark - 10 * modules.count) / modules.count * 10
  }
}
