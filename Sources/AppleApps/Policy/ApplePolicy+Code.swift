import Releases

extension ApplePolicy {
  /// What the code is built for, and whether anybody can sign it.
  var codeFindings: [Finding] {
    facts.code.flatMap { code -> [Finding] in
      let unfit = code.architectures.filter { !$0.isForDevices }
      let names = unfit.map(\.name).joined(separator: ", ")
      var findings: [Finding?] = []
      if !unfit.isEmpty {
        let id =
          unfit.count == code.architectures.count ? "apple-simulator-build" : "apple-unsupported-architecture"
        findings.append(
          finding(
            id, at: code.path,
            ["path": code.path, "architectures": names, "platform": unfit[0].platform ?? "a simulator"]))
      }
      let encrypted = code.architectures.filter(\.isEncrypted).map(\.name)
      if !encrypted.isEmpty {
        findings.append(
          finding(
            "apple-encrypted-code", at: code.path,
            ["path": code.path, "architectures": encrypted.joined(separator: ", ")]))
      }
      return findings.compactMap(\.self)
    }
  }
}

extension ArchitectureFacts {
  /// Whether a device runs it: code for Intel processors, unless it is for macOS, and code for simulators is for Macs.
  fileprivate var isForDevices: Bool {
    let isForMac = platform == MachOPlatform.macos.name || platform == MachOPlatform.macCatalyst.name
    return isForMac
      || name != "x86_64" && name != "x86_64h" && name != "i386"
        && platform?.lowercased().contains("simulator") != true
  }
}
