import Archives
import Cryptography

/// The libraries that are made ready beside other work.
package enum Libraries {
  /// Begins to load what a command will need, named as on the command line.
  ///
  /// Called before the arguments are read, which takes one core as long as this takes another.
  package static func prepare(for command: String?) {
    switch command {
    case "sign", "run", "resume":
      CryptographyLibrary.prepare()
      ArchiveLibrary.prepare()
    case "verify": CryptographyLibrary.prepare()
    default: break
    }
  }
}
