/// Names that are looked for among many that end in a zero byte.
struct WantedNames {
  private(set) var found: Set<String> = []
  /// By their lengths in bytes.
  private let wanted: [[(bytes: [UInt8], name: String)]]
  /// What came of a name that has not ended yet; longer than any wanted one, it counts no more.
  private var begun: [UInt8] = []

  /// The longest name that can be looked for, in bytes.
  static let longest = 63

  /// - Parameter wanted: none longer than ``longest``.
  init(_ wanted: Set<String>) {
    var byLength = [[(bytes: [UInt8], name: String)]](repeating: [], count: Self.longest + 1)
    for name in wanted { byLength[min(name.utf8.count, Self.longest)].append((Array(name.utf8), name)) }
    self.wanted = byLength
  }

  /// Takes a whole name.
  mutating func take(_ name: some Collection<UInt8>) {
    guard name.count <= Self.longest else { return }
    for candidate in wanted[name.count] where candidate.bytes.elementsEqual(name) {
      found.insert(candidate.name)
    }
  }

  /// Takes the next bytes of names that stand one behind the other.
  mutating func take(next bytes: UnsafeRawBufferPointer) {
    var start = 0
    for end in bytes.indices where bytes[end] == 0 {
      if !begun.isEmpty {
        take(begun + bytes[start..<end].prefix(Self.longest + 1))
        begun.removeAll(keepingCapacity: true)
      } else if end - start <= Self.longest, !wanted[end - start].isEmpty {
        take(bytes[start..<end])
      }
      start = end + 1
    }
    begun += bytes[start...].prefix(max(0, Self.longest + 1 - begun.count))
  }
}
