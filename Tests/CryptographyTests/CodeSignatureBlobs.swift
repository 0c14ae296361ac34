import FieldTools

extension Corpus {
  /// Mach-O files signed by Apple's tools.
  static let appleCode = Corpus("apple/macho")
}

/// The blobs of code signatures, found by their magic numbers: enough to take trusted test files apart.
enum CodeSignatureBlobs {
  /// The blobs of every embedded signature of a file, by slot.
  static func all(in file: [UInt8]) -> [[UInt32: [UInt8]]] {
    func number(_ offset: Int) -> UInt32 {
      guard offset >= 0, offset + 4 <= file.count else { return 0 }
      return file[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    return file.indices.filter { file[$0] == 0xfa && number($0) == 0xfade_0cc0 }.compactMap { start in
      let count = Int(number(start + 8))
      guard (1...16).contains(count) else { return nil }
      var blobs: [UInt32: [UInt8]] = [:]
      for index in 0..<count {
        let blob = start + Int(number(start + 16 + index * 8))
        let end = blob + Int(number(blob + 4))
        guard end <= file.count else { return nil }
        blobs[number(start + 12 + index * 8)] = Array(file[blob..<end])
      }
      return blobs
    }
  }
}
