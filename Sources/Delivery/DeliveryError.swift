package import Bytes
package import Transfers

/// Why a file was not delivered, or why nobody knows whether it was.
///
/// Locations are shown forms: paths, and addresses without user, password and query. `says` is at most a few hundred
/// characters of what the server answered: hostile text.
package enum DeliveryError: Error, Equatable, Sendable {
  /// No name for a file in a folder: empty, a dot or two, with a slash or a control character, or too long.
  case badFileName(name: String)
  /// Two files of one delivery would have the same name.
  case nameTwice(name: String)
  /// A header that Slipway sets itself, or that would carry a secret.
  case headerReserved(name: String)
  /// No https address of a folder from which devices could install.
  case badInstallAddress(address: String)
  /// The address of an install page is longer than a QR code may be, in bytes.
  case installAddressTooLong(address: String, limit: Int)
  case notAFolder(path: String)
  /// The folder, or the nearest one above it that is there, may not be written.
  case notWritable(path: String)
  /// The file is not what was verified; digests in lower-case hexadecimal digits, nil where its length told.
  case changed(path: String, expected: String, found: String?)
  /// Something else has the name; `found` is its digest where it could be read.
  case conflict(location: String, expected: String, found: String?)
  /// The server says no for good.
  case refused(location: String, status: Int, says: String)
  /// 401 or 403.
  case noRight(location: String, status: Int, says: String)
  /// The server keeps failing.
  case serverFails(location: String, status: Int, attempts: Int, says: String)
  /// The server took the file and names another digest for it.
  case wrongChecksum(location: String, expected: String, answered: String)
  /// The file may have arrived; the server could not be asked.
  case outcomeUnknown(location: String, reason: String)
  case cancelled
  case file(BytesError)
  case transfer(TransferError)
}
