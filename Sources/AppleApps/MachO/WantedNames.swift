/// Names that are looked for among many that end in a zero byte.
struct WantedNames {
  private(set) var found: Set<String> = []
  private let wanted: Set<String>
  /// A bit for each length that a wanted name has.
  private let lengths: UInt64
  /// What came of a name that has not ended yet; longer than any wanted one, it counts no more.
  private var begun: [UInt8] = []

  /// The longest name that can be looked for, in bytes.
  static let longest = 63

  /// - Parameter wanted: none longer than ``longest``.
  init(_ wanted: Set<String>) {
    self.wanted = wanted
    lengths = wanted.reduce(0) { $0 | 1 << UInt64(min($1.utf8.count, Self.longest)) }
  }

  /// Takes a whole name.
  mutating func take(_ name: some Collection<UInt8>) {
    guard name.count <= Self.longest, lengths >> UInt64(name.count) & 1 == 1 else { return }
    let text = String(decoding: name, as: UTF8.self)
    if wanted.contains(text) { found.insert(text) }
  }

  /// Takes the next bytes of names that stand one behind the other.
  mutating func take(next bytes: UnsafeRawBufferPointer) {
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: 0) {
      if begun.isEmpty {
        take(bytes[start..<end])
      } else {
        take(begun + bytes[start..<end].prefix(Self.longest + 1))
        begun.removeAll(keepingCapacity: true)
      }
      start = end + 1
    }
    let room = Self.longest + 1 - begun.count
    begun += bytes[start...].prefix(max(0, room))
  }
}
