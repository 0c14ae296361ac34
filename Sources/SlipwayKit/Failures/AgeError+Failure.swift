package import Age

extension AgeError: Explained {
  package var failure: Failure { Failure(.inputUnreadable, "\(self)") }
}
