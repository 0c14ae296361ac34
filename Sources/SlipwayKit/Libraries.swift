import Archives
import Bytes
import Cryptography

/// The libraries that are made ready beside other work.
///
/// This is begun before the arguments are read, which takes one core as long as this takes another; on a second thread it would
/// take turns with them.
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
