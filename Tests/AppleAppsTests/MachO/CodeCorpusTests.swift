import AppleApps
import Bytes
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

/// Code that Apple's own tools signed, and code that nobody signed.
@Suite(.needs(.apple)) struct CodeCorpusTests {
  private let workers = Workers(limit: 2)

  private func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Corpus.apple.path(folder)).sorted()
      .map { Corpus.apple.path("\(folder)/\($0)") }
  }

  @Test func `what Apple's tools signed verifies, and three bad pages are found`() throws {
    var verified = 0
    var broken: [String] = []
    for path in try files(in: "macho") {
      let file = try MachOFile(reading: FileSource(path: path), name: path)
      for slice in file.slices {
        let verdict = try MachOVerifier.verify(
          slice, infoPlist: nil, codeResources: nil, isBundle: false, workers: workers)
        #expect(verdict.signature != nil, "\(path)")
        if verdict.flaws.isEmpty {
          verified += 1
        } else {
          broken.append("\(path.split(separator: "/").last ?? ""): \(verdict.flaws)")
        }
      }
    }
    print("Mach-O signed by Apple's tools: \(verified) slices verify, \(broken.count) do not")
    try #require(broken.count == 1, "\(broken)")
    #expect(broken[0].contains("TestMacOS-arm64e") && broken[0].contains("count: 3"), "\(broken)")
  }

  @Test func `what nobody signed is unsigned, and verifies once it is signed`() throws {
    for path in try files(in: "unsigned") {
      let file = try MachOFile(reading: FileSource(path: path), name: path)
      #expect(try file.slices.allSatisfy { try $0.signature() == nil }, "\(path)")
      let signed = try MachOSigner.sign(
        file, CodeSigningParameters(identifier: "com.example.library"), chain: [], endsAtApple: false,
        workers: workers, signature: nil)
      let again = try MachOFile(reading: signed.source, name: path)
      for (slice, cdHash) in zip(again.slices, signed.cdHashes) {
        let verdict = try MachOVerifier.verify(
          slice, infoPlist: nil, codeResources: nil, isBundle: false, workers: workers)
        #expect(verdict.flaws == [], "\(path)")
        #expect(verdict.signature?.best.identifier == "com.example.library")
        #expect(verdict.signature?.best.cdHash == cdHash)
      }
    }
  }

  @Test func `signing again gives the same bytes`() throws {
    for path in try files(in: "macho") + files(in: "unsigned") {
      let first = try adHoc(FileSource(path: path), name: path)
      let second = try adHoc(first, name: path)
      #expect(
        try first.bytes(at: 0, count: first.count) == second.bytes(at: 0, count: second.count), "\(path)")
    }
  }

  @Test func `requirements come back as the bytes they were`() throws {
    for path in try files(in: "macho") {
      for slice in try MachOFile(reading: FileSource(path: path), name: path).slices {
        let signature = try #require(try slice.signature())
        guard let set = try signature.requirementSet(file: path) else { continue }
        #expect(set.blob == signature.blob(CodeSignature.Slot.requirements), "\(path): \(set.text)")
      }
    }
  }

  private func adHoc(_ source: any ByteSource, name: String) throws -> any ByteSource {
    try MachOSigner.sign(
      MachOFile(reading: source, name: name), CodeSigningParameters(identifier: "com.example.again"),
      chain: [], endsAtApple: false, workers: workers, signature: nil
    ).source
  }
}
