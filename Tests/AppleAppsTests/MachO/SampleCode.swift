import Bytes

/// A small Mach-O file, made byte by byte: code in `__TEXT`, and behind it `__LINKEDIT`.
struct SampleCode {
  var is64Bit = true
  /// arm64.
  var cpuType: UInt32 = 0x0100_000c
  var cpuSubtype: UInt32 = 0
  /// MH_EXECUTE.
  var fileType: UInt32 = 2
  /// Number, minimum and SDK in LC_BUILD_VERSION: iOS 15.0 and 26.1.
  ///
  /// Nil to leave it out.
  var platform: (number: UInt32, minimum: UInt32, sdk: UInt32)? = (2, 15 << 16, 26 << 16 | 1 << 8)
  var cryptID: UInt32?
  var infoPlist: [UInt8]?
  var libraries = ["/usr/lib/libSystem.B.dylib"]
  /// Load commands behind the others, whole.
  var moreCommands: [[UInt8]] = []
  /// How much more the header says that there is behind the load commands.
  var slack = 0
  var firstSection = 0x1000
  var textSize = 0x8000
  var linkEditSize = 100

  /// 32-bit numbers, least significant byte first.
  static func words(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
  }

  static func bigEndian(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
  }

  var bytes: [UInt8] {
    var sections: [(name: String, offset: Int, size: Int)] = [("__text", firstSection, 0x100)]
    if let infoPlist { sections.append(("__info_plist", firstSection + 0x100, infoPlist.count)) }
    var commands = [
      segment("__TEXT", at: 0, size: textSize, sections: sections),
      segment("__LINKEDIT", at: textSize, size: linkEditSize, sections: []),
    ]
    if let platform {
      commands.append(Self.words(0x32, 24, platform.number, platform.minimum, platform.sdk, 0))
    }
    for library in libraries {
      let size = (24 + library.utf8.count + 8) / 8 * 8
      let command = Self.words(0xc, UInt32(size), 24, 0, 0, 0) + library.utf8
      commands.append(command + [UInt8](repeating: 0, count: size - command.count))
    }
    if let cryptID {
      commands.append(
        is64Bit
          ? Self.words(0x2c, 24, 0x1000, 0x1000, cryptID, 0) : Self.words(0x21, 20, 0x1000, 0x1000, cryptID)
      )
    }
    commands += moreCommands
    let room = commands.joined().count + slack
    var bytes = Self.words(
      is64Bit ? 0xfeed_facf : 0xfeed_face, cpuType, cpuSubtype, fileType, UInt32(commands.count),
      UInt32(room), 0)
    if is64Bit { bytes += [0, 0, 0, 0] }
    bytes += commands.joined()
    bytes += [UInt8](repeating: 0, count: max(0, firstSection - bytes.count))
    // Not as long as a page, so that no two pages are the same.
    let pattern = (0..<4099).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    while bytes.count < textSize + linkEditSize { bytes += pattern }
    bytes.removeSubrange((textSize + linkEditSize)...)
    if let infoPlist {
      bytes.replaceSubrange(firstSection + 0x100..<firstSection + 0x100 + infoPlist.count, with: infoPlist)
    }
    return bytes
  }

  private func segment(
    _ name: String, at offset: Int, size: Int, sections: [(name: String, offset: Int, size: Int)]
  ) -> [UInt8] {
    func name16(_ name: String) -> [UInt8] {
      Array(name.utf8) + [UInt8](repeating: 0, count: 16 - name.utf8.count)
    }
    func number(_ value: Int) -> [UInt8] {
      is64Bit ? Self.words(UInt32(value), 0) : Self.words(UInt32(value))
    }
    let fixed = is64Bit ? 72 : 56
    let each = is64Bit ? 80 : 68
    var bytes = Self.words(is64Bit ? 0x19 : 1, UInt32(fixed + sections.count * each)) + name16(name)
    bytes += number(0x1_0000 + offset) + number(size) + number(offset) + number(size)
    bytes += Self.words(5, 5, UInt32(sections.count), 0)
    for section in sections {
      bytes += name16(section.name) + name16(name) + number(0x1_0000 + section.offset) + number(section.size)
      bytes += Self.words(UInt32(section.offset), 0, 0, 0, 0, 0, 0) + (is64Bit ? [0, 0, 0, 0] : [])
    }
    return bytes
  }

  /// A universal binary of thin files, each at a multiple of 4096.
  static func universal(_ slices: [SampleCode], subtypes: [UInt32]? = nil) -> [UInt8] {
    var header = bigEndian(0xcafe_babe, UInt32(slices.count))
    var body: [UInt8] = []
    for (index, slice) in slices.enumerated() {
      let bytes = slice.bytes
      header += bigEndian(
        slice.cpuType, subtypes?[index] ?? slice.cpuSubtype, UInt32(4096 + body.count), UInt32(bytes.count),
        12)
      body += bytes + [UInt8](repeating: 0, count: (4096 - bytes.count % 4096) % 4096)
    }
    return header + [UInt8](repeating: 0, count: 4096 - header.count) + body
  }
}

extension [UInt8] {
  /// With a 32-bit number put in, least significant byte first.
  func with(_ value: UInt32, at offset: Int) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(offset..<offset + 4, with: SampleCode.words(value))
    return copy
  }

  /// With a 32-bit number put in, most significant byte first.
  func with(bigEndian value: UInt32, at offset: Int) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(offset..<offset + 4, with: SampleCode.bigEndian(value))
    return copy
  }

  /// With one byte changed.
  func flipped(at offset: Int) -> [UInt8] {
    var copy = self
    copy[offset] ^= 0xff
    return copy
  }
}
