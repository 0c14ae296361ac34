import FoundationEssentials

/// The payloads, the keys and the races between them.
struct Stage {
  let slipway: String
  let cache: String

  /// Makes the keys that are missing.
  ///
  /// Run from the project's folder, where the script for the iOS keys is.
  init(slipway: String, cache: String) throws {
    self.slipway = slipway
    self.cache = cache
    try Command("scripts/make-demo-keys", "\(cache)/demo-keys").run()
    for bits in [2048, 4096] where !FileManager.default.fileExists(atPath: "\(cache)/\(bits).p12") {
      let (key, certificate) = ("\(cache)/\(bits).pem", "\(cache)/\(bits).x509.pem")
      try Command(
        "openssl", "req", "-x509", "-newkey", "rsa:\(bits)", "-nodes", "-days", "10000", "-subj", "/CN=Bench",
        "-keyout", key, "-out", certificate
      ).run()
      try Command(
        "openssl", "pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", key, "-out",
        "\(cache)/\(bits).pk8"
      ).run()
      try Command(
        "openssl", "pkcs12", "-export", "-name", "bench", "-passout", "pass:benchmark", "-inkey", key, "-in",
        certificate, "-out", "\(cache)/\(bits).p12"
      ).run()
    }
  }

  /// The rows of the table, in its order.
  func races() throws -> [Race] {
    let (small, usual, huge, bundle) = (
      try package(.small), try package(.usual), try package(.huge), try package(.bundle)
    )
    let signed = try signed(usual.path)
    return [
      Race(
        work: "start: --version", slipway: Command(slipway, "--version"),
        rival: Command("apksigner", "--version"), budget: .seconds(0.015)),
      sign(small, 2048, .times(12)),
      sign(small, 4096, .times(12)),
      sign(usual, 2048, .times(6, peak: 64 << 20)),
      sign(usual, 4096, .times(6, peak: 64 << 20)),
      Race(
        work: "align and sign, \(usual.title)",
        slipway: Command(own(["sign", usual.path], 2048) + ["--alignment", "4096"]),
        rival: Command(
          "sh", "-c",
          "zipalign -f -p 4 \(usual.path) \(output("aligned.apk")) && "
            + apksigner(output("aligned.apk"), 2048).joined(separator: " ")),
        floors: floors(usual.path), budget: .times(6, peak: 64 << 20), outputs: outputs),
      sign(huge, 2048, .times(4, peak: 64 << 20)),
      Race(
        work: "verify, \(usual.title)", slipway: Command(slipway, "verify", signed, "--min-sdk", "18"),
        rival: Command("apksigner", "verify", "--min-sdk-version", "18", signed), floors: floors(signed),
        budget: .times(6), outputs: outputs),
      Race(
        work: "sign AAB, \(bundle.title)",
        slipway: Command(own(["sign", bundle.path], 2048, to: "slipway.aab")),
        rival: Command(
          "jarsigner", "-keystore", "\(cache)/2048.p12", "-storepass", "benchmark", "-signedjar",
          output("jarsigner.aab"), bundle.path, "bench"),
        floors: floors(bundle.path), budget: .times(15), outputs: outputs),
    ]
  }

  private typealias Package = (path: String, title: String)

  private func package(_ payload: Payload) throws -> Package {
    let (path, size) = try payload.made(in: cache)
    let entries = payload.parts.reduce(1) { $0 + $1.count }
    return (path, "\(size / 1_000_000) MB, \(entries) entries")
  }

  private func sign(_ package: Package, _ bits: Int, _ budget: Race.Budget) -> Race {
    Race(
      work: "sign v1+v2+v3, \(package.title), RSA \(bits)",
      slipway: Command(own(["sign", package.path], bits) + schemes + ["--alignment", "preserve"]),
      rival: Command(apksigner(package.path, bits)), floors: floors(package.path), budget: budget,
      outputs: outputs)
  }

  private let schemes = ["--schemes", "v1,v2,v3", "--min-sdk", "18"]

  private func own(_ words: [String], _ bits: Int, to name: String = "slipway.apk") -> [String] {
    [slipway] + words + [
      "--private-key", "\(cache)/\(bits).pk8", "--certificate", "\(cache)/\(bits).x509.pem", "--output",
      output(name),
    ]
  }

  private func apksigner(_ path: String, _ bits: Int) -> [String] {
    [
      "apksigner", "sign", "--key", "\(cache)/\(bits).pk8", "--cert", "\(cache)/\(bits).x509.pem",
      "--v1-signing-enabled", "true", "--min-sdk-version", "18", "--v4-signing-enabled", "false", "--out",
      output("apksigner.apk"), path,
    ]
  }

  private func signed(_ path: String) throws -> String {
    let signed = "\(cache)/signed.apk"
    if !FileManager.default.fileExists(atPath: signed) {
      try Command(apksigner(path, 2048).map { $0 == output("apksigner.apk") ? signed : $0 }).run()
    }
    return signed
  }

  /// What the same bytes cost at the least.
  private func floors(_ path: String) -> [(name: String, command: Command)] {
    [
      ("sha256", Command("openssl", "dgst", "-sha256", path)),
      ("cp", Command("cp", "-f", path, output("copy"))),
    ]
  }

  private var outputs: [String] {
    ["slipway.apk", "slipway.aab", "apksigner.apk", "aligned.apk", "jarsigner.aab", "copy"].map(output)
  }

  private func output(_ name: String) -> String { "\(cache)/out-\(name)" }
}
