import Testing

@testable import Credentials

@Suite struct KeystoreKindTests {
  @Test(
    arguments: [
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], KeystoreKind.unsupported("JKS")),
      ([0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2], .unsupported("JCEKS")),
      ([0, 0, 0, 2, 0, 0, 0, 20, 1], .unsupported("BKS")),
      ([0, 0, 0, 2, 0, 0, 0, 21, 1], .unknown),
      ([0x30, 0x82], .der), ([], .unknown), ([0x50, 0x4b, 3, 4], .unknown),
    ] as [([UInt8], KeystoreKind)])
  func `tells keystores by their first bytes`(_ bytes: [UInt8], _ expected: KeystoreKind) {
    #expect(KeystoreKind(bytes) == expected)
  }
}
