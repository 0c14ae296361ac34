/// How connections are made and when they are given up.
package struct TransferSettings: Sendable {
  package var connectTimeout: Duration = .seconds(20)
  /// A transfer that moves fewer bytes a second than this for ``patience`` is given up.
  ///
  /// A large file over a thin line may take its time.
  package var slowestRate = 1000
  /// Whole seconds.
  ///
  /// Socket buffers drain first, so a stall is noticed some seconds later than this.
  package var patience: Duration = .seconds(60)
  /// How long one transfer may take from beginning to end; nil for as long as it moves.
  package var timeLimit: Duration?
  /// A PEM file of certificate authorities that takes the place of the system's.
  package var certificateAuthorities: String?
  /// Whether http is allowed to other machines; to this one it always is.
  package var allowsHTTP = false
  /// The most bytes kept of an answer's body.
  package var answerLimit = 1 << 16

  package init() {}
}
