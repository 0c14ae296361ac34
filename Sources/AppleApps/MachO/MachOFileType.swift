/// What kind of code a Mach-O file is (mach-o/loader.h, MH_…).
package enum MachOFileType: Equatable, Sendable {
  case object, executable, dylib, dylinker, bundle, dSYM, kext
  case other(UInt32)

  init(number: UInt32) {
    switch number {
    case 1: self = .object
    case 2: self = .executable
    case 6: self = .dylib
    case 7: self = .dylinker
    case 8: self = .bundle
    case 10: self = .dSYM
    case 11: self = .kext
    default: self = .other(number)
    }
  }

  /// Whether such code is ever signed.
  package var isSigned: Bool {
    switch self {
    case .executable, .dylib, .dylinker, .bundle, .kext: true
    case .object, .dSYM, .other: false
    }
  }

  /// The name in facts: `MH_DYLIB` is `dylib`.
  package var word: String {
    switch self {
    case .object: "object"
    case .executable: "executable"
    case .dylib: "dylib"
    case .dylinker: "dylinker"
    case .bundle: "bundle"
    case .dSYM: "dsym"
    case .kext: "kext"
    case .other(let number): "\(number)"
    }
  }

  /// The name for people.
  package var name: String {
    switch self {
    case .object: "object file"
    case .executable: "executable"
    case .dylib: "dynamic library"
    case .dylinker: "dynamic linker"
    case .bundle: "loadable bundle"
    case .dSYM: "debug symbols"
    case .kext: "kernel extension"
    case .other(let number): "Mach-O of type \(number)"
    }
  }
}
