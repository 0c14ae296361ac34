import Age
import Cryptography

/// The identity that the specification gives as its example, and files that `age` 1.1.1 encrypted to it.
enum ExampleKeys {
  static let identityText = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
  static let recipientText = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

  static func identity() throws -> AgeIdentity { try AgeIdentity(SecretBytes(identityText)) }

  /// `a secret` and a line end, to two recipients of which the second one is the example.
  static let file = """
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBRVG1WbHBZMVAreGQ1VUc2
    S2YyRTFTMDB6QVVXNnpTczFwSXJoc3pTYkhvCkQrWUlYYnJseVNPSzRyQ29NaGNU
    OWx4cVNOUDNlWXNHMVhiSCt1b0ZzUVUKLT4gWDI1NTE5IDBGdE9ZOUljS0wyYUNC
    MWRYQVgrSUpzS2FJdUV0NkRkODVjVURsY2hDQmsKUENrK2Fjdmw4Q1pFM2d1NDhV
    eFNxY1U0VFArNEpwdXpwUzE1S0ZLN2IxYwotLS0ga29QRnZ0UHljMXRjdEtQRTdB
    eS9rTHJGT3VLczdRWHplLzlBWUdYSjR2UQooz/ZtDU2Mf1UuR8R2JCa3rYcqEL1p
    +b0Vb8JqcQqpPBZkjhCTSf4x5g==
    -----END AGE ENCRYPTED FILE-----

    """

  /// `a secret` and a line end, with the passphrase `secret` and work factor 18.
  static let passphraseFile = """
    -----BEGIN AGE ENCRYPTED FILE-----
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA4MVZPU2U3UEM1REoxMTkw
    OXgyNEhRIDE4Cm90Z2tNRmhmOVNISjYxVEsxc3FxSVdqamMvQ0J3QVZMKzl1UXBn
    eVFVMXMKLS0tIGdRK0JYSitrdnp4dWRoNS9xdDJiVDZUYTZVc0xGMEo1TVRhZFlz
    SStHRkkKGy+YZjhVHc3x7oggJEIFBdPPl3mFwzES7gDAGmZUiDq+rl1IH6onprM=
    -----END AGE ENCRYPTED FILE-----

    """
}
