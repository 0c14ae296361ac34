import Bytes
import Cryptography

/// What came of comparing the pages of code with the hashes in its directories.
struct PageCheck {
  /// The most ranges that are told.
  private static let mostRanges = 1000

  private(set) var flaws: [CodeFlaw] = []
  /// In the file, neighbours together.
  private(set) var alteredRanges: [Range<Int>] = []

  /// Of what a directory has hashes.
  private struct Division: Hashable {
    let limit: Int
    let pageSize: Int?
  }

  /// Reads the code once for all directories that divide it alike.
  ///
  /// - Parameter start: where the signature begins in the slice, and the code ends.
  /// - Throws: ``AppleError/bytes(_:)``.
  init(
    _ directories: [CodeDirectory], of slice: MachOSlice, signatureAt start: Int, workers: Workers
  ) throws(AppleError) {
    var altered: [Range<Int>] = []
    var alike: [Division: [CodeDirectory]] = [:]
    var divisions: [Division] = []
    for directory in directories {
      if directory.codeLimit != start {
        flaws.append(.codeLimit(stated: directory.codeLimit, actual: start))
      }
      let limit = min(directory.codeLimit, slice.range.count)
      let needed = directory.pageSize.map { (limit + $0 - 1) / $0 } ?? 1
      guard directory.codeHashCount == needed else {
        flaws.append(.pageCount(stated: directory.codeHashCount, needed: needed))
        continue
      }
      let division = Division(limit: limit, pageSize: directory.pageSize)
      if !divisions.contains(division) { divisions.append(division) }
      alike[division, default: []].append(directory)
    }
    for division in divisions {
      let directories = alike[division] ?? []
      let found = try PageDigests.of(
        slice.content, limit: division.limit, pageSize: division.pageSize,
        algorithms: Array(Set(directories.map(\.hash))), workers: workers)
      for directory in directories {
        let bad = Self.badPages(directory, found[directory.hash] ?? [])
        let size = division.pageSize ?? division.limit
        let ranges = bad.map { page in
          slice.range.lowerBound + page * size..<slice.range.lowerBound
            + min((page + 1) * size, division.limit)
        }
        guard let first = ranges.first else { continue }
        flaws.append(.pages(count: ranges.count, first: first))
        altered += ranges
      }
    }
    for range in altered.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = alteredRanges.last, range.lowerBound <= last.upperBound {
        alteredRanges[alteredRanges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else if alteredRanges.count < Self.mostRanges {
        alteredRanges.append(range)
      } else {
        break
      }
    }
  }

  private static func badPages(_ directory: CodeDirectory, _ found: [UInt8]) -> [Int] {
    let stated = directory.codeHashes
    let (length, full) = (directory.hashLength, directory.hash.length)
    return (0..<directory.codeHashCount).filter { page in
      let start = stated.startIndex + page * length
      return found[page * full..<page * full + length] != stated[start..<start + length]
    }
  }
}
