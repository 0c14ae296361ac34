/// Code made of other code: universal binaries, and headers that say something else.
enum OtherCode {
  /// Puts code of several architectures into one file, each at a multiple of 16 KiB.
  static func join(_ slices: [[UInt8]]) -> [UInt8] {
    var header = big(0xcafe_babe) + big(slices.count)
    var offset = 0x4000
    var body: [UInt8] = []
    for slice in slices {
      body += [UInt8](repeating: 0, count: offset - 0x4000 - body.count) + slice
      header +=
        big(Int(little(slice, 4))) + big(Int(little(slice, 8))) + big(offset) + big(slice.count) + big(14)
      offset = (offset + slice.count + 0x3fff) / 0x4000 * 0x4000
    }
    return header + [UInt8](repeating: 0, count: 0x4000 - header.count) + body
  }

  /// The same code as `arm64e`.
  static func arm64e(_ slice: [UInt8]) -> [UInt8] {
    var slice = slice
    slice[8] = 2
    return slice
  }

  /// The same code for watchOS 8.
  static func forWatch(_ slice: [UInt8]) -> [UInt8] {
    var slice = slice
    for command in commands(of: slice) where little(slice, command) == 0x32 {
      slice.replaceSubrange(command + 8..<command + 16, with: [4, 0, 0, 0, 0, 0, 8, 0])
    }
    return slice
  }

  /// The same code with another `filesize` of its segment `__TEXT`.
  static func withTextSize(_ size: Int, _ slice: [UInt8]) -> [UInt8] {
    var slice = slice
    let name = Array("__TEXT".utf8)
    for command in commands(of: slice)
    where little(slice, command) == 0x19 && slice[command + 8..<command + 14].elementsEqual(name) {
      for byte in 0..<8 { slice[command + 48 + byte] = UInt8(truncatingIfNeeded: size >> (8 * byte)) }
    }
    return slice
  }

  /// Where the load commands begin.
  private static func commands(of slice: [UInt8]) -> [Int] {
    var commands = [32]
    for _ in 1..<little(slice, 16) {
      commands.append((commands.last ?? 0) + Int(little(slice, (commands.last ?? 0) + 4)))
    }
    return commands
  }

  private static func little(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func big(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
