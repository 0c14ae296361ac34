import PropertyLists
import Testing

@Suite struct PropertyListTests {
  @Test func `strings are those of an array that holds nothing else`() {
    #expect(PropertyList.array([.string("a"), .string("b")]).strings == ["a", "b"])
    #expect(PropertyList.array([.string("a"), .integer(1)]).strings == nil)
    #expect(PropertyList.string("a").strings == nil)
  }
}
