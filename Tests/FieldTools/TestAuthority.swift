import Testing

/// A certificate authority made on the spot, and a server's certificate for `localhost`.
///
/// In the folder are then `ca.pem`, `server.pem` and `server.key`.
package enum TestAuthority {
  /// - Throws: when openssl is not installed or refuses.
  package static func make(in folder: TemporaryFolder) throws {
    try folder.write("names", "subjectAltName=DNS:localhost".utf8)
    let request = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for arguments in [
      request + [
        "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test Authority",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
      ],
      request + ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
      [
        "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
        "2", "-extfile", "names", "-out", "server.pem",
      ],
    ] {
      let outcome = try Tool.openssl.run(arguments, in: folder.path)
      try #require(outcome.status == 0, "\(outcome.text)")
    }
  }
}
