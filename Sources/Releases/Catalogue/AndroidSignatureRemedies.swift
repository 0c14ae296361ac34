/// What to do about signatures that do not hold.
///
/// Most flaws have one of a few causes.
enum AndroidSignatureRemedy {
  static let changed = "Sign it again after the last change: nothing may touch a package once it is signed."
  static let malformed = "Sign it again; if it came signed like this, ask its makers with which tool."
  static let stripped =
    "Get the package anew from where it was signed, or sign it again: a signature was taken away."
  static let algorithm =
    "Sign it again with an RSA or EC key; Slipway picks algorithms that every version accepts."
  static let ignored = "Nothing has to be done if the tool that wrote it is known; otherwise sign it again."
  static let rebuild =
    "Build it again with a usual tool; if it was handed in like this, find out who made it and why."
  static let forged = "Do not install or deliver it: find out where it came from, and sign a clean build."
}
