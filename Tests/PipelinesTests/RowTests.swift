import Testing

@testable import Pipelines

/// `each`, from rows and from CSV files.
struct RowTests {
  private static let brand = """
    slipway: 1
    name: brands
    targets:
      brand:
        each: { from: brands.csv, name: id }
        platform: android
        distribution: store
        application: "${{ each.application }}"
        payload: "brands/${{ each.id }}.apk"
        sign: { key: "${{ each.key }}" }

    """

  private func targets(_ csv: String) throws -> [Target] {
    try read(RowTests.brand, files: ["brands.csv": csv]).targets
  }

  private func flaws(_ csv: String) -> [Diagnostic] {
    diagnostics(of: RowTests.brand, files: ["brands.csv": csv])
  }

  private func csv(_ line: Int, _ column: Int) -> Position { at(line, column, file: "brands.csv") }

  @Test func `makes one target of each row`() throws {
    let targets = try targets("id,application,key\nred,com.acme.red,red-key\nblue,com.acme.blue,blue-key\n")
    #expect(targets.map(\.name) == ["brand/red", "brand/blue"])
    #expect(targets.map(\.application?.value) == ["com.acme.red", "com.acme.blue"])
    #expect(targets.map(\.payload.value) == ["brands/red.apk", "brands/blue.apk"])
    #expect(targets[1].sign.keys.map(\.choice) == [.named("blue-key")])
    #expect(targets[1].row == csv(3, 1))
    #expect(targets[1].position == at(4, 3))
  }

  @Test func `reads quotes, a byte order mark, Windows line breaks and empty lines`() throws {
    let targets = try targets(
      "\u{FEFF}id,\"application\",key\r\n\r\n\"red\",com.acme.red,\"a, \"\"b\"\"\"\r\nblue,com.acme.blue,k")
    #expect(targets.map(\.sign.keys.first?.choice) == [.named("a, \"b\""), .named("k")])
  }

  @Test(arguments: [
    ("", DiagnosticReason.malformedCSV(.empty), 1, 1),
    ("\u{FEFF}\r\n", .malformedCSV(.empty), 1, 1),
    ("id,application,key\nred,com.acme.red\n", .malformedCSV(.fieldCount(expected: 3, found: 2)), 2, 1),
    ("id,application,key\na,b,\"c\n\nd,e,f", .malformedCSV(.unclosedQuote), 2, 5),
    ("id,application,key\na,b,\"c\"d\n", .malformedCSV(.textAfterQuote), 2, 8),
    ("id,application,key\na,b,c\"d\n", .malformedCSV(.quoteInsideField), 2, 6),
    ("id,,key\n", .malformedCSV(.emptyColumnName(column: 2)), 1, 4),
    ("id,key,id\n", .malformedCSV(.duplicateColumnName("id")), 1, 8),
    ("id,application,key\na\u{0},b,c\n", .malformedCSV(.controlCharacter), 2, 2),
    ("id,application,key\n,com.acme.red,k\n", .rowWithoutName(column: "id"), 2, 1),
    ("id,application,key\nr d,com.acme.red,k\n", .badRowName("r d"), 2, 1),
    ("id,application,key\n../up,com.acme.red,k\n", .badRowName("../up"), 2, 1),
    ("id,application,key\nx,com.acme.red,\n", .badForm("", expected: "a text of one line"), 0, 0),
  ]) func `refuses`(_ text: String, _ reason: DiagnosticReason, _ line: Int, _ column: Int) {
    let expected = line == 0 ? Diagnostic(reason, at: at(10, 18)) : Diagnostic(reason, at: csv(line, column))
    #expect(flaws(text) == [expected])
  }

  @Test func `refuses two rows of one name, with both lines`() {
    let found = flaws("id,application,key\nred,com.acme.red,k\nblue,com.acme.blue,k\nred,com.acme.red,k\n")
    #expect(found == [.init(.duplicateRow("red", first: csv(2, 1)), at: csv(4, 1))])
  }

  @Test func `refuses a column that is not there, with the nearest`() {
    #expect(
      flaws("ID,application,key\nred,com.acme.red,k\n") == [
        .init(.unknownColumn("id", nearest: "ID", allowed: ["ID", "application", "key"]), at: at(5, 37))
      ])
    #expect(
      flaws("id,aplication,key\nred,com.acme.red,k\nblue,com.acme.red,k\n").map(\.reason) == [
        .unknownReference(
          "each.application", nearest: "each.aplication",
          allowed: ["each.aplication", "each.id", "each.key", "target.name"])
      ])
  }

  @Test func `points at the cell whose value leaves its folder`() {
    let text = RowTests.brand.replacing("brands/${{ each.id }}.apk", with: "brands/${{ each.file }}")
    let found = diagnostics(
      of: text, files: ["brands.csv": "id,application,key,file\nred,com.acme.red,k,../../x\n"])
    #expect(
      found == [
        .init(.unsafeInPath(reference: "each.file", value: "../../x", flaw: .separator), at: csv(2, 20))
      ])
  }

  @Test func `refuses the default key under each, said or not`() {
    let rows = "id,application,key\nred,com.acme.red,default\n"
    #expect(flaws(rows) == [.init(.defaultKeyUnderEach, at: at(10, 18))])
    let without = RowTests.brand.replacing("    sign: { key: \"${{ each.key }}\" }\n", with: "")
    #expect(
      diagnostics(of: without, files: ["brands.csv": rows]) == [.init(.defaultKeyUnderEach, at: at(4, 3))])
  }

  @Test func `says which file is missing`() {
    #expect(
      diagnostics(of: RowTests.brand) == [
        .init(.unreadableFile(path: "brands.csv", problem: "no such file"), at: at(5, 19))
      ])
  }

  @Test func `reads rows in the file itself, with inputs in them`() throws {
    let text = """
      slipway: 1
      name: brands
      inputs: { suffix: { default: beta } }
      targets:
        brand:
          each:
            name: id
            rows:
              - { id: red, key: a }
              - { id: "blue-${{ inputs.suffix }}", key: b }
          platform: android
          distribution: store
          application: com.acme.app
          payload: "${{ each.id }}.apk"
          sign: { key: "${{ each.key }}" }
          output: "out/${{ each.key }}"
      """
    let targets = try read(text).targets
    #expect(targets.map(\.name) == ["brand/red", "brand/blue-beta"])
    #expect(targets.map(\.output.value) == ["out/a", "out/b"])
    #expect(targets[0].row == at(9, 11))
  }

  @Test func `keeps the files of a pipeline elsewhere beside it`() throws {
    var asked: [String] = []
    let pipeline = try Pipeline(
      Array(RowTests.brand.utf8), file: "release/slipway.yaml",
      in: Surroundings(readFile: { path in
        #expect(path == "release/brands.csv")
        return Array("id,application,key\n".utf8)
      }))
    asked = pipeline.targets.map(\.name)
    #expect(asked == [])
  }
}
