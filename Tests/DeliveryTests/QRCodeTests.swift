import Delivery
import FieldTools
import Testing

struct QRCodeTests {
  private static let zbar = Tool("zbarimg")

  /// The longest text of each version and one that is a byte longer, and some ordinary ones.
  static let texts =
    ([14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412].flatMap { [$0, $0 + 1] }
      .dropLast().map { address(of: $0) })
    + ["", "a", "https://apps.acme.example/ios/app.html", "https://h.example/ä%20b/日本.html"]

  private static func address(of length: Int) -> String {
    let beginning = "https://h.ex/"
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789-._~/%")
    return beginning
      + (0..<(length - beginning.utf8.count)).map { alphabet[($0 * 7 + length) % alphabet.count].description }
      .joined()
  }

  private static func modules(_ code: QRCode) -> [[Bool]] {
    (0..<code.size).map { row in (0..<code.size).map { code.isDark(column: $0, row: row) } }
  }

  @Test(arguments: texts) func `is read back`(_ text: String) throws {
    let code = try #require(QRCode(text))
    #expect(try QRCodeReader(Self.modules(code)).text == text)
  }

  @Test func `is no larger than it has to be`() throws {
    let longest = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412]
    for (index, length) in longest.enumerated() {
      #expect(QRCode(Self.address(of: length))?.size == 21 + 4 * index)
      #expect(QRCode(Self.address(of: length + 1))?.size == (index < 14 ? 25 + 4 * index : nil))
    }
    #expect(QRCode.longest == 412)
  }

  @Test func `uses all masks`() throws {
    let masks = try (1...142).map { try QRCodeReader(Self.modules(#require(QRCode("h\($0 * 7919)")))).mask }
    #expect(Set(masks) == Set(0..<8))
  }

  @Test func `a reader sees a module that is wrong`() throws {
    var modules = Self.modules(try #require(QRCode("https://apps.acme.example/ios/app.html")))
    modules[12][12].toggle()
    #expect(throws: QRCodeReader.Flaw.correction) { try QRCodeReader(modules) }
  }

  @Test(.needs(zbar), arguments: texts.filter { !$0.isEmpty && $0.allSatisfy(\.isASCII) })
  func `is read by zbar`(_ text: String) throws {
    let code = try #require(QRCode(text))
    let (quiet, scale) = (4, 4)
    let side = (code.size + 2 * quiet) * scale
    // A portable graymap: "P5" width height maximum, then a byte a pixel.
    var image = Array("P5 \(side) \(side) 255\n".utf8)
    for row in 0..<side {
      for column in 0..<side {
        let (x, y) = (column / scale - quiet, row / scale - quiet)
        let isInside = 0..<code.size ~= x && 0..<code.size ~= y
        image.append(isInside && code.isDark(column: x, row: y) ? 0 : 255)
      }
    }
    let folder = try TemporaryFolder()
    let path = try folder.write("code.pgm", image)
    let outcome = try Self.zbar.run(["--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", path])
    #expect(String(decoding: outcome.bytes, as: UTF8.self) == text + "\n")
  }
}
