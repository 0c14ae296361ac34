import AppleApps
import Testing

@Suite struct BundleItemTests {
  @Test func `a link is told from a file by its kind`() {
    #expect(
      BundleItem(path: "a", kind: .link(target: "b"))
        != BundleItem(path: "a", kind: .file(size: 1, isExecutable: false)))
  }
}
