import Testing

@testable import Credentials

@Suite struct KeystoreKindTests {
  @Test(
    arguments: [
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], KeystoreKind.java),
      ([0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2], .java),
      ([0, 0, 0, 2, 0, 0, 0, 20, 1], .bouncyCastle),
      ([0, 0, 0, 2, 0, 0, 0, 21, 1], .unknown),
      ([0x30, 0x82], .der), ([], .unknown), ([0x50, 0x4b, 3, 4], .unknown),
    ] as [([UInt8], KeystoreKind)])
  func `tells keystores by their first bytes`(_ bytes: [UInt8], _ expected: KeystoreKind) {
    #expect(KeystoreKind(bytes) == expected)
  }
}
