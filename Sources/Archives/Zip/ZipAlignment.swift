import Bytes

/// Where the data of stored entries may begin.
///
/// Android maps stored files straight from the package: tables of resources from multiples of 4 bytes, libraries from
/// multiples of the page size. Compressed data may begin anywhere.
package enum ZipAlignment: Equatable, Sendable {
  /// Stored data at multiples of 4 bytes, stored `.so` files at multiples of so many: 4,096, or 16,384 for the devices
  /// that have pages of this size. Local headers are written anew, without data descriptors; bytes between entries
  /// are dropped.
  case pages(Int)
  /// What apksig up to Android 14 does: headers, descriptors and the bytes between entries stay as they are, and an
  /// entry is aligned again only when it was aligned and has moved.
  case preserve
  /// No alignment, for formats that have none. Headers as for ``pages(_:)``.
  case none

  static let dataMultiple = 4
  static let legacyPageMultiple = 4096
  private static let largestDeclared = 32_768

  /// The multiple for an entry's data; 1 where any place will do.
  ///
  /// An alignment field that asks for more than the rule is honoured, for what is not a library.
  func multiple(for entry: ZipEntry, extra: ZipExtraField) -> Int {
    guard entry.isStored else { return 1 }
    let isLibrary = entry.nameBytes.hasSuffix(".so")
    switch self {
    case .pages(let size):
      if isLibrary { return size }
      guard let declared = extra.declaredAlignment, declared.nonzeroBitCount == 1 else {
        return Self.dataMultiple
      }
      return min(max(declared, Self.dataMultiple), Self.largestDeclared)
    case .preserve:
      return extra.declaredAlignment ?? (isLibrary ? Self.legacyPageMultiple : Self.dataMultiple)
    case .none:
      return 1
    }
  }

  /// The multiple for a new entry.
  func multiple(forNew name: [UInt8], isStored: Bool) -> Int {
    guard isStored else { return 1 }
    switch self {
    case .pages(let size): return name.hasSuffix(".so") ? size : Self.dataMultiple
    case .preserve: return name.hasSuffix(".so") ? Self.legacyPageMultiple : Self.dataMultiple
    case .none: return 1
    }
  }
}

/// The extra field of a local header: a sequence of fields, each `uint16 id`, `uint16 size`, data.
struct ZipExtraField {
  let bytes: [UInt8]

  /// Android's alignment field: `uint16 multiple`, then zeros up to the data.
  static let alignmentID: UInt16 = 0xd935

  /// The multiple that an alignment field declares; nil without one, or where the fields are malformed before it.
  var declaredAlignment: Int? {
    for field in fields where field.id == Self.alignmentID {
      guard field.data.count >= 2 else { return nil }
      return Int(field.data[field.data.startIndex]) | Int(field.data[field.data.startIndex + 1]) << 8
    }
    return nil
  }

  /// The fields without those that only pad: Android's, and the zeros of old zipaligns.
  ///
  /// A malformed rest goes too.
  var withoutPadding: [UInt8] {
    var kept: [UInt8] = []
    for field in fields where field.id != Self.alignmentID && !(field.id == 0 && field.data.isEmpty) {
      kept.append(u16: field.id)
      kept.append(u16: UInt16(truncatingIfNeeded: field.data.count))
      kept.append(contentsOf: field.data)
    }
    return kept
  }

  /// The field such that data behind it begins at a multiple.
  ///
  /// - Parameters:
  ///   - offset: where the extra field begins in the output.
  ///   - multiple: 1 leaves the field as it is; at most 65,535.
  func aligned(at offset: Int, to multiple: Int) -> [UInt8] {
    guard multiple > 1 else { return bytes }
    var field = withoutPadding
    let overhead = 6
    let natural = offset + field.count + overhead
    let padding = (multiple - natural % multiple) % multiple
    field.append(u16: Self.alignmentID)
    field.append(u16: UInt16(truncatingIfNeeded: 2 + padding))
    field.append(u16: UInt16(truncatingIfNeeded: multiple))
    field.append(contentsOf: repeatElement(0, count: padding))
    return field
  }

  private var fields: [(id: UInt16, data: ArraySlice<UInt8>)] {
    var reader = ByteReader(bytes)
    var fields: [(id: UInt16, data: ArraySlice<UInt8>)] = []
    while reader.remaining >= 4, let id = try? reader.u16(), let size = try? reader.u16(),
      let data = try? reader.bytes(Int(size))
    {
      fields.append((id, data))
    }
    return fields
  }
}

extension [UInt8] {
  func hasSuffix(_ suffix: StaticString) -> Bool {
    let wanted = UnsafeRawBufferPointer(start: suffix.utf8Start, count: suffix.utf8CodeUnitCount)
    return self.suffix(wanted.count).elementsEqual(wanted)
  }
}
