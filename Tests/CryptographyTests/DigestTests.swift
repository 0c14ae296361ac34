import Testing

@testable import Cryptography

@Suite struct DigestTests {
  @Test(arguments: [
    (HashAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `hashes abc as the standards say`(_ algorithm: HashAlgorithm, _ expected: String) {
    #expect(hexadecimal(Digest.hash(algorithm, Array("abc".utf8))) == expected)
    #expect(algorithm.length * 2 == expected.count)
  }

  @Test func `starts anew after each piece`() {
    var digest = Digest(.sha256)
    for text in ["one", "two", ""] {
      digest.update(Array(text.utf8))
      var output = [UInt8](repeating: 0, count: 32)
      output.withUnsafeMutableBytes { digest.finish(into: $0) }
      #expect(output == Digest.hash(.sha256, Array(text.utf8)))
    }
    digest.update(Array("forgotten".utf8))
    digest.reset()
    #expect(digest.finish() == Digest.hash(.sha256, [UInt8]()))
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
