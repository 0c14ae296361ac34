package import RehearsalStores

extension RehearsalError: Explained {
  package var failure: Failure {
    switch self {
    case .cannotListen(let port, let reason):
      Failure(
        .inputOutput, "The rehearsal cannot listen on \(port == 0 ? "any port" : "port \(port)"): \(reason).",
        remedy: "Choose another with --port, or any that is free with --port 0.")
    case .folder(let error):
      error.failure
    }
  }
}
