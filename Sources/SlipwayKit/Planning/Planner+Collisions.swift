import FoundationEssentials
import Glibc

extension Planner {
  /// Targets that would write or deliver the same file, or write over what another or they themselves start from.
  func collisions(among planned: [PlannedTarget]) -> [Problem] {
    var makers: [Site: String] = [:]
    var problems: [Problem] = []
    let payloads = planned.compactMap { target in
      target.payload.map { (Site(path(of: $0)), target.name) }
    }
    let owners = Dictionary(payloads) { first, _ in first }
    for target in planned {
      let places = [target.output].compactMap { $0 } + target.destinations.flatMap(\.places)
      for place in places {
        let site = Site(place)
        if let owner = owners[site] {
          problems.append(overwriting(place, payloadOf: owner, by: target))
        } else if let other = makers[site], other != target.name {
          problems.append(twice(place, by: target, and: other))
        } else {
          makers[site] = target.name
        }
      }
    }
    return problems
  }

  private func path(of payload: PlannedPayload) -> String {
    switch payload {
    case .found(let payload): payload.path
    case .madeByBuild(let pattern): pipeline.absolutePath(pattern)
    }
  }

  private func overwriting(_ place: String, payloadOf owner: String, by target: PlannedTarget) -> Problem {
    let whose = owner == target.name ? "its own payload" : "the payload of \(owner)"
    return Problem(
      target: target.name, at: target.target.position,
      Failure(
        .inputUnreadable, "\(target.name) would overwrite \(whose), \(place).",
        remedy: "Name another folder as output: or at the destination, or put the payload elsewhere."))
  }

  private func twice(_ place: String, by target: PlannedTarget, and other: String) -> Problem {
    Problem(
      target: target.name, at: target.target.position,
      Failure(
        .inputUnreadable, "\(target.name) and \(other) would both make \(place).",
        remedy: "Give one of them another folder or name."))
  }
}

/// Where a file is or will be, the same however it is written: the file itself where there is one, links followed.
private enum Site: Hashable {
  case file(device: UInt, inode: UInt)
  case place(String)

  init(_ written: String) {
    guard written.hasPrefix("/") else {
      self = .place(written)
      return
    }
    // A folder that is still to be made may have `..` behind it.
    let plain = URL(filePath: written).standardized.path
    var status = stat()
    if stat(written, &status) == 0 || stat(plain, &status) == 0 {
      self = .file(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    } else {
      self = .place(plain)
    }
  }
}
