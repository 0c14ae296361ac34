package import Bytes

extension BytesError: Explained {
  package var failure: Failure {
    switch self {
    case .notFound(let path):
      Failure(
        .inputUnreadable, "There is no file \(path).",
        remedy: "Check the path; it is relative to where it is written.")
    case .notReadable(let path, let reason):
      Failure(
        .inputUnreadable, "\(path) cannot be read: \(reason).", remedy: "Give a file that this user may read."
      )
    case .notWritable(let path, let reason):
      Failure(
        .inputOutput, "\(path) cannot be written: \(reason).",
        remedy: "Choose a place that exists and that this user may write.")
    case .truncated(let path, let offset, let wanted):
      Failure(
        .inputUnreadable,
        "\(path.isEmpty ? "The file" : path) ends before the \(wanted) bytes at offset \(offset).",
        remedy: "It was cut off or changed while it was read; make it anew.")
    case .noSpace(let path):
      Failure(
        .inputOutput, "The disk is full while writing \(path).",
        remedy: "Free some space; nothing half-written was left.")
    case .exists(let path):
      Failure(.didNotPass, "\(path) is there already.", remedy: "Remove it, or ask for it to be replaced.")
    case .inputOutput(let path, let operation, let reason):
      Failure(.inputOutput, "\(path): \(operation) failed: \(reason).", remedy: nil)
    }
  }
}
