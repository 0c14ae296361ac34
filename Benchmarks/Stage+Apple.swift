import FoundationEssentials

extension Stage {
  /// The rows about iOS apps.
  func appleRaces() throws -> [Race] {
    let top = "\(cache)/\(AppPayload.name)"
    let app = "\(top)/Payload/Demo.app"
    let keys = "\(cache)/demo-keys"
    let signer = [
      "--keystore", "\(keys)/demo-ios.p12", "--password-file", "\(keys)/demo-ios.password", "--profile",
      "\(keys)/demo-ad-hoc.mobileprovision", "--trust", "\(keys)/demo-root.pem", "--entitlements", "profile",
      "--entitlements", "com.example.demo.share=profile",
    ]
    let signed = "\(cache)/signed.ipa"
    if !FileManager.default.fileExists(atPath: signed) {
      try Command([slipway, "sign", app, "--output", signed] + signer).run()
    }
    let copy = "\(cache)/out-in-place"
    let output = "\(cache)/out-slipway.ipa"
    let other = "\(cache)/out-zip.ipa"
    let unpacked = "\(cache)/out-unpacked"
    try Command("sh", "-c", "rm -rf \(copy) && cp -al \(top) \(copy)").run()
    return [
      Race(
        work: "sign .app in place, 200 MB, 5,000 files",
        slipway: Command([slipway, "sign", "\(copy)/Payload/Demo.app", "--in-place"] + signer),
        rival: Command("sh", "-c", "find \(app) -type f -print0 | xargs -0 openssl dgst -sha256"),
        budget: .times(0.5, peak: 128 << 20)),
      Race(
        work: ".app to signed .ipa, 200 MB, 5,000 files",
        slipway: Command([slipway, "sign", app, "--output", output] + signer),
        rival: Command("sh", "-c", "cd \(top) && zip -6 -qry \(absolute(other)) Payload"),
        budget: .times(3, peak: 128 << 20), outputs: [output, other]),
      Race(
        work: "signed .ipa to signed .ipa, 200 MB",
        slipway: Command([slipway, "sign", signed, "--output", output] + signer),
        rival: Command(
          "sh", "-c",
          "rm -rf \(unpacked) && unzip -q \(signed) -d \(unpacked) && cd \(unpacked) && "
            + "zip -6 -qry \(absolute(other)) Payload"),
        budget: .times(8, peak: 128 << 20), outputs: [output, other]),
    ]
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
