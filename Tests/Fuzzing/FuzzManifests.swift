@testable import AndroidApps

func fuzzBinaryXML(_ bytes: [UInt8]) {
  _ = try? AndroidManifest(binaryXML: bytes)
}

func fuzzProtoXML(_ bytes: [UInt8]) {
  if let root = try? ProtoXML.root(of: bytes, file: "AndroidManifest.xml") {
    _ = try? AndroidManifest(root: root)
  }
  _ = try? BundleConfiguration(bytes, file: "BundleConfig.pb")
}

/// Every section lies behind the one before it, and a manifest that is written anew reads back as it was written.
func fuzzJarManifest(_ bytes: [UInt8]) {
  var reader = JarSectionReader(bytes)
  let sections = reader.rest()
  var end = 0
  for section in sections {
    require(section.range.lowerBound >= end, "sections overlap at \(section.range.lowerBound)")
    require(section.range.upperBound <= bytes.count, "a section reaches behind the file")
    end = section.range.upperBound
    _ = section.digests("-Digest", levels: 1...35)
    _ = section.digests("-Digest-Manifest", levels: 18...35)
  }
  let digests = Set(sections.prefix(20).compactMap(\.entryName)).map {
    (name: $0, value: [1, 2, 3] as [UInt8])
  }
  guard let manifest = try? JarManifest(source: bytes, digests: digests, algorithm: .sha256) else { return }
  var again = JarSectionReader(manifest.bytes)
  let names = again.rest().dropFirst().compactMap(\.entryName)
  require(
    Set(names) == Set(manifest.sections.map(\.entry)), "\(names) were written as \(manifest.sections)")
}
