import Credentials

extension MigrationNote.Reason {
  /// Why a file that was found on the way could not be read.
  init(_ error: MigrationError) {
    switch error {
    case .tooLarge(_, let limit): self = .tooLarge(limit: limit)
    case .unusable(_, _, let error): self = .credential(error)
    default: self = .unreadable
    }
  }
}
