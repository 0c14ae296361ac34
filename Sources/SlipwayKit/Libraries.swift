import Archives
import Bytes
import Cryptography

/// The libraries that are made ready beside other work.
package enum Libraries {
  /// Begins to load what a command will need, named as on the command line.
  ///
  /// Called before the arguments are read, which takes one core as long as this takes another; on a second thread it
  /// would take turns with them.
  package static func prepare(for command: String?) {
    switch command {
    case "sign", "run", "resume":
      load {
        CryptographyLibrary.load()
        _ = ArchiveLibrary.flaw
      }
    case "verify": load { CryptographyLibrary.load() }
    default: break
    }
  }

  private static func load(_ libraries: @escaping @Sendable () -> Void) {
    CryptographyLibrary.keepUntilTheEnd()
    Workers.aside(libraries)
  }
}
