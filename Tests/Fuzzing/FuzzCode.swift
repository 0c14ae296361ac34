import AppleApps
import Bytes

private let workers = Workers(limit: 1)

/// Code that can be signed has a signature that holds afterwards.
func fuzzMachO(_ bytes: [UInt8]) {
  guard let file = try? MachOFile(reading: MemorySource(bytes), name: "fuzzed") else { return }
  _ = try? CodeFacts(file, anchors: [])
  for slice in file.slices {
    _ = try? slice.embeddedInfoPlist()
    _ = try? MachOVerifier.verify(
      slice, infoPlist: nil, codeResources: nil, isBundle: false, workers: workers)
  }
  let parameters = CodeSigningParameters(identifier: "com.example.fuzzed")
  guard
    let signed = try? MachOSigner.sign(
      file, parameters, chain: [], endsAtApple: false, workers: workers, signature: nil)
  else { return }
  guard let again = try? MachOFile(reading: signed.source, name: "signed") else {
    fatalError("what was signed cannot be read")
  }
  for slice in again.slices {
    let verdict = try? MachOVerifier.verify(
      slice, infoPlist: nil, codeResources: nil, isBundle: false, workers: workers)
    require(verdict?.signature != nil, "what was signed has no signature")
    // An Info.plist that is linked in is not what a loose file's signature covers.
    require(verdict?.flaws == [], "what was signed does not verify: \(String(describing: verdict?.flaws))")
  }
}

func fuzzCodeSignature(_ bytes: [UInt8]) {
  guard let signature = try? CodeSignature(bytes, file: "fuzzed", offset: 0) else { return }
  for directory in signature.directories {
    require(
      directory.codeHashes.count == directory.codeHashCount * directory.hashLength,
      "\(directory.codeHashCount) hashes take \(directory.codeHashes.count) bytes")
    _ = directory.cdHash
  }
  _ = try? signature.requirementSet(file: "fuzzed")?.text
  if let xml = signature.entitlements { _ = try? Entitlements(xml: xml, file: "fuzzed") }
  if let der = signature.derEntitlements { _ = try? Entitlements(der: der, file: "fuzzed") }
}

/// A requirement that was read is written as one that reads the same.
func fuzzRequirement(_ bytes: [UInt8]) {
  if let set = try? RequirementSet(bytes, file: "fuzzed") { _ = set.text }
  guard let requirement = try? Requirement(bytes, file: "fuzzed") else { return }
  _ = requirement.text
  let again = try? Requirement(requirement.blob, file: "written")
  require(again == requirement, "\(requirement) was written as \(String(describing: again))")
}

/// Entitlements that were read are written as such that read the same.
func fuzzDEREntitlements(_ bytes: [UInt8]) {
  guard let entitlements = try? Entitlements(der: bytes, file: "fuzzed") else { return }
  let again = (try? entitlements.der()).flatMap { try? Entitlements(der: $0, file: "written") }
  require(again == entitlements, "\(entitlements) was written as \(String(describing: again))")
}
