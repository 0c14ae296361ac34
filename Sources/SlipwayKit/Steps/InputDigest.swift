import Bytes
import Cryptography

/// The digest over everything that decides what a step makes: equal digests, equal results.
struct InputDigest: ~Copyable {
  private var digest = Digest(.sha256)

  /// Begins with the version of the program: another one may make something else of the same inputs.
  init() {
    add("slipway", SlipwayVersion.current)
  }

  /// Adds one named value.
  ///
  /// Lengths are part of it, so that values cannot run into one another.
  mutating func add(_ name: String, _ value: String?) {
    for part in [name, value ?? "\0"] {
      let bytes = Array(part.utf8)
      digest.update(Array("\(bytes.count):".utf8))
      digest.update(bytes)
    }
  }

  mutating func add(_ name: String, _ values: [String]) {
    add(name, String(values.count))
    for value in values { add(name, value) }
  }

  /// Lower-case hexadecimal digits.
  consuming func finish() -> String {
    digest.finish().hex
  }
}
