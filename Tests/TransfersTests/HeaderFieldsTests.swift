import Testing
import Transfers

struct HeaderFieldsTests {
  @Test(arguments: [
    ("X-A", "b\r\nX-Evil: c"), ("X-A", "b\nc"), ("X-A", "b\rc"), ("X-A", "b\0c"), ("X-A\r\nX-Evil", "b"),
    ("X A", "b"), ("X-A:", "b"), ("", "b"), ("X-Ä", "b"), ("X-A", String(repeating: "b", count: 9000)),
  ])
  func `refuses what would smuggle in another header`(_ name: String, _ value: String) {
    var headers = HeaderFields()
    #expect(throws: TransferError.malformedHeader(name: name)) { try headers.add(name, value) }
    #expect(headers.fields.isEmpty)
  }

  @Test func `finds a field without regard to case`() throws {
    let headers = try HeaderFields(["Retry-After": "3", "X-Empty": ""])
    #expect(headers["retry-after"] == "3")
    #expect(headers["x-empty"] == "")
    #expect(headers["x-other"] == nil)
  }
}
