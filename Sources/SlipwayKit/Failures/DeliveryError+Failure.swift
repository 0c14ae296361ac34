package import Delivery
import Transfers

extension DeliveryError: Explained {
  package var failure: Failure {
    switch self {
    case .badFileName(let name):
      Failure(
        .inputUnreadable, "A file cannot be called “\(name)” at a destination.",
        remedy: "Use a name of at most 200 bytes without slashes and control characters.")
    case .nameTwice(let name):
      Failure(
        .inputUnreadable, "Two files of one delivery would be called \(name).",
        remedy: "Rename one; NAME.sha256 is the place of each file's digest.")
    case .headerReserved(let name):
      Failure(
        .inputUnreadable, "The header \(name) is not for headers:.",
        remedy: "Slipway sets it itself; a secret belongs under credentials:.")
    case .badInstallAddress(let address):
      Failure(
        .inputUnreadable, "\(address) is no address from which devices install apps.",
        remedy: "Write the https address under which the folder will be served, without a query.")
    case .installAddressTooLong(let address, let limit):
      Failure(
        .inputUnreadable,
        "The install page's address has \(address.utf8.count) bytes, but its QR code holds \(limit): \(address)",
        remedy: "Serve the folder under a shorter address, or give the file a shorter name.")
    case .notAFolder(let path):
      Failure(.inputOutput, "\(path) is no folder.", remedy: "Name a folder, or remove what is in its way.")
    case .notWritable(let path):
      Failure(
        .inputOutput, "\(path) may not be written.", remedy: "Choose a folder that this user may write.")
    case .changed(let path, let expected, let found):
      Failure(
        .didNotPass,
        "\(path) is not the file that was verified: \(found.map { "its SHA-256 is \($0)" } ?? "its length differs"), not \(expected).",
        remedy: "Something changed it since; sign and verify anew.")
    case .conflict(let location, let expected, let found):
      Failure(
        .didNotPass,
        "\(location) is taken by another file\(found.map { " (SHA-256 \($0))" } ?? ""); this one has \(expected).",
        remedy:
          "Give this build a version or name of its own, or say replace: true, on the command line --set replace=true."
      )
    case .refused(let location, let status, let says):
      Failure(
        .didNotPass, "\(location) refused the file with \(status)\(Self.quoted(says)).",
        remedy: "Sending it again will not help; see what the server wants.")
    case .noRight(let location, let status, let says):
      Failure(
        .noRight, "\(location) gives no right to upload (\(status))\(Self.quoted(says)).",
        remedy: "Check the credential named at the destination: its value, its expiry and its rights there.")
    case .serverFails(let location, let status, let attempts, let says):
      Failure(
        .unavailable,
        "\(location) answered with \(status) in each of \(attempts) tries\(Self.quoted(says)).",
        remedy: "Run again when the server is well; nothing was left there.")
    case .wrongChecksum(let location, let expected, let answered):
      Failure(
        .didNotPass, "\(location) says it holds SHA-256 \(answered); sent was \(expected).",
        remedy: "Remove what is there and find out what changes files on their way.")
    case .outcomeUnknown(let location, let reason):
      Failure(
        .tryAgain, "Nobody knows whether the file is at \(location): \(reason), and the server does not say.",
        remedy: "Run again: what is there already is not sent twice.")
    case .cancelled:
      Failure(CancellationError())
    case .file(let error):
      error.failure
    case .transfer(let error):
      error.failure
    }
  }

  private static func quoted(_ text: String) -> String {
    text.isEmpty ? "" : ": “\(text)”"
  }
}
