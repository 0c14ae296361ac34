import Archives
import Bytes
import Cryptography

/// The libraries that are made ready beside other work.
///
/// That is begun before the arguments are read, on one thread: two would take turns with them on a machine of two cores.
package enum Libraries {
  /// Begins to load what it takes to sign, and to read back what was made.
  package static func prepareToSign() {
    load {
      CryptographyLibrary.load()
      _ = ArchiveLibrary.flaw
    }
  }

  /// Begins to load what it takes to verify.
  package static func prepareToVerify() {
    load { CryptographyLibrary.load() }
  }

  private static func load(_ libraries: @escaping @Sendable () -> Void) {
    CryptographyLibrary.keepUntilTheEnd()
    Workers.aside(libraries)
  }
}
