import Archives

/// Where the stored entries of an APK begin.
package enum Alignment: Equatable, Sendable {
  /// Native libraries at multiples of a memory page, 4,096 or 16,384 bytes; other stored entries at multiples of 4.
  case pages(Int)
  /// As the package has it: what apksig up to Android 14 does.
  case preserve

  /// The page size of Android 15 devices with large pages, which Google Play asks for.
  package static let largePages = Alignment.pages(16_384)

  /// `16384`, `4096` or `preserve`; nil for anything else.
  package init?(_ text: String) {
    switch text {
    case "16384": self = .pages(16_384)
    case "4096": self = .pages(4096)
    case "preserve": self = .preserve
    default: return nil
    }
  }

  var zipAlignment: ZipAlignment {
    switch self {
    case .pages(let size): .pages(size)
    case .preserve: .preserve
    }
  }
}
