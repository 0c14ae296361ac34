/// Where a secret is to be read from.
///
/// The secret itself never stands in a pipeline file.
package enum SecretReference: Equatable, Sendable {
  /// The environment variable of this name.
  case environment(String)
  /// The file at this path, as written.
  case file(String)
}

/// Where the bytes of a key, a certificate or a profile are to be read from.
package enum DataReference: Equatable, Sendable {
  /// The file at this path, as written.
  case file(String)
  /// The environment variable of this name, which holds them in base64.
  case environment(String)
}
