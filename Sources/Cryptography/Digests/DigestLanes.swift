/// Digests pieces side by side: whichever lane is done with its piece takes the next one.
struct DigestLanes<Function: SHA2Function> {
  typealias Piece = PieceDigests.Piece

  /// The digests of all pieces, in their order and end to end.
  static func hash(_ pieces: [Piece]) -> [UInt8] {
    guard !pieces.isEmpty else { return [] }
    return [UInt8](unsafeUninitializedCapacity: pieces.count * Function.length) { buffer, filled in
      var lanes = DigestLanes(pieces, output: UnsafeMutableRawBufferPointer(buffer))
      lanes.run()
      filled = pieces.count * Function.length
    }
  }

  /// One lane: which piece it is at, and what of it is left.
  private struct Lane {
    /// Nil when there is no piece left for it.
    var piece: Int?
    /// The next blocks: first the one with the prefix in it, then those in the piece itself, then the padded end.
    var data: UnsafePointer<UInt8>?
    var blocks = 0
    var part = Part.head

    enum Part {
      case head, middle, end
    }
  }

  private let pieces: [Piece]
  private let output: UnsafeMutableRawBufferPointer
  private var next = 0
  private var lanes: [Lane]
  private var states: [Function.Word]
  /// The blocks that are made for each lane: one with the prefix, and up to two at the end.
  private let made: UnsafeMutableBufferPointer<UInt8>

  private static var madeSize: Int { 3 * Function.blockSize }

  private init(_ pieces: [Piece], output: UnsafeMutableRawBufferPointer) {
    self.pieces = pieces
    self.output = output
    lanes = Array(repeating: Lane(), count: Function.lanes)
    states = Array(repeating: 0, count: 8 * Function.lanes)
    made = .allocate(capacity: Self.madeSize * Function.lanes)
    made.initialize(repeating: 0)
  }

  private mutating func run() {
    defer { made.deallocate() }
    for index in lanes.indices { takePiece(index) }
    while true {
      let busy = lanes.indices.filter { lanes[$0].piece != nil }
      // Below half of the lanes, one by one is no slower.
      guard busy.count > 1, 2 * busy.count >= lanes.count else {
        for index in busy { finishAlone(index) }
        return
      }
      let blocks = busy.map { lanes[$0].blocks }.min() ?? 0
      // A lane without a piece goes along over another's data; nobody looks at its state.
      let stand = lanes[busy[0]].data
      let data = lanes.map { $0.piece == nil ? stand : $0.data }
      states.withUnsafeMutableBufferPointer { states in
        if let states = states.baseAddress { Function.compressMany(states, data, blocks: blocks) }
      }
      for index in busy { advance(index, by: blocks) }
    }
  }

  private mutating func finishAlone(_ index: Int) {
    while lanes[index].piece != nil, let data = lanes[index].data {
      let blocks = lanes[index].blocks
      states.withUnsafeMutableBufferPointer { states in
        if let states = states.baseAddress { Function.compress(states + 8 * index, data, blocks: blocks) }
      }
      advance(index, by: blocks)
    }
  }

  private mutating func advance(_ index: Int, by blocks: Int) {
    lanes[index].blocks -= blocks
    lanes[index].data = lanes[index].data.map { $0 + blocks * Function.blockSize }
    if lanes[index].blocks == 0 { takePart(index) }
  }

  private mutating func takePiece(_ index: Int) {
    guard next < pieces.count else {
      lanes[index] = Lane()
      return
    }
    let piece = pieces[next]
    lanes[index] = Lane(piece: next)
    next += 1
    states.replaceSubrange(8 * index..<8 * index + 8, with: Function.initialState)
    let inHead = Function.blockSize - piece.prefix.count
    guard !piece.prefix.isEmpty, piece.bytes.count >= inHead else { return takePart(index) }
    let block = space(index, 0..<Function.blockSize)
    block.copyBytes(from: piece.prefix)
    UnsafeMutableRawBufferPointer(rebasing: block[piece.prefix.count...]).copyMemory(
      from: UnsafeRawBufferPointer(rebasing: piece.bytes[..<inHead]))
    lanes[index].data = UnsafePointer(made.baseAddress).map { $0 + Self.madeSize * index }
    lanes[index].blocks = 1
  }

  /// Goes on to the next part of the lane's piece, or to the next piece.
  private mutating func takePart(_ index: Int) {
    guard let number = lanes[index].piece else { return }
    let piece = pieces[number]
    let prefixCount = piece.prefix.count
    let hasHead = prefixCount > 0 && piece.bytes.count >= Function.blockSize - prefixCount
    let start = hasHead ? Function.blockSize - prefixCount : 0
    // Without a block of its own, the prefix stands in the end.
    let middle = hasHead || prefixCount == 0 ? (piece.bytes.count - start) / Function.blockSize : 0
    switch lanes[index].part {
    case .head where middle > 0:
      lanes[index].part = .middle
      lanes[index].data = piece.bytes.bindMemory(to: UInt8.self).baseAddress.map { $0 + start }
      lanes[index].blocks = middle
    case .head, .middle:
      lanes[index].part = .end
      let rest = piece.bytes[(start + middle * Function.blockSize)...]
      let bytes = hasHead ? Array(rest) : piece.prefix + rest
      let end = bytes.withUnsafeBytes { Function.padding($0, count: prefixCount + piece.bytes.count) }
      space(index, Function.blockSize..<Function.blockSize + end.count).copyBytes(from: end)
      lanes[index].data = UnsafePointer(made.baseAddress).map {
        $0 + Self.madeSize * index + Function.blockSize
      }
      lanes[index].blocks = end.count / Function.blockSize
    case .end:
      states.withUnsafeBufferPointer { states in
        guard let states = states.baseAddress else { return }
        Function.write(
          states + 8 * index,
          to: UnsafeMutableRawBufferPointer(rebasing: output[(number * Function.length)...]))
      }
      takePiece(index)
    }
  }

  /// A part of the blocks that are made for a lane.
  private func space(_ index: Int, _ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
    let start = Self.madeSize * index
    return UnsafeMutableRawBufferPointer(
      UnsafeMutableBufferPointer(rebasing: made[start + range.lowerBound..<start + range.upperBound]))
  }
}
