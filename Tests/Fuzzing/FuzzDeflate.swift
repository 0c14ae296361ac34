@testable import Archives

/// What is inflated is what libdeflate makes of it, whether it comes at once or in pieces, alone or beside another stream.
func fuzzDeflate(_ bytes: [UInt8]) {
  guard let alone = inflated(bytes, step: bytes.count, beside: nil),
    let pieces = inflated(bytes, step: 1 + bytes.count / 7, beside: bytes.reversed())
  else { return }
  require(alone.isSound == pieces.isSound, "in pieces it is judged otherwise")
  // How far one gets with what is broken depends on the pieces.
  guard alone.isSound else { return }
  require(alone.contents == pieces.contents, "in pieces it is another content")
  var output = [UInt8](repeating: 0, count: max(1, alone.contents.count))
  let isInflated = output.withUnsafeMutableBytes { output in
    bytes.withUnsafeBytes { Inflate.isInflated($0, into: .init(rebasing: output[..<alone.contents.count])) }
  }
  require(isInflated && output.prefix(alone.contents.count) == alone.contents[...], "libdeflate differs")
}

/// Nil for more than eight megabytes.
private func inflated(_ bytes: [UInt8], step: Int, beside: [UInt8]?) -> (contents: [UInt8], isSound: Bool)? {
  guard let stream = Inflate.Stream(), let other = Inflate.Stream() else { return nil }
  var offset = 0
  var contents: [UInt8] = []
  while stream.stop == .wantsInput || stream.stop == .isFull {
    if stream.stop == .wantsInput {
      let part = bytes[offset...].prefix(min(step, stream.room.count))
      stream.room.copyBytes(from: part)
      offset = part.endIndex
      stream.add(part.count, isLast: offset == bytes.count)
    }
    if let beside, other.stop == .wantsInput {
      let part = beside.prefix(other.room.count)
      other.room.copyBytes(from: part)
      other.add(part.count, isLast: true)
    }
    Inflate.Stream.run(stream, beside == nil ? nil : other)
    _ = other.take()
    contents += stream.take()
    guard contents.count <= 8 << 20 else { return nil }
  }
  return (contents, stream.stop == .isAtEnd)
}
