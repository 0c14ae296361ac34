import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@Suite struct XMLPropertyListTests {
  @Test func `is laid out as Apple does`() {
    let list = PropertyList.dictionary([
      "b": .real(1000), "a": .boolean(true), "B": .array([.integer(-3), .string("x < y & z")]),
      "d": .data(Array(repeating: 0xff, count: 60)), "e": .array([]), "é": .dictionary([:]), "f": .real(0.1),
      "z": .real(0), "t": .date(Date(timeIntervalSince1970: 0)),
    ])
    #expect(
      String(decoding: list.xml(), as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
        \t<key>B</key>
        \t<array>
        \t\t<integer>-3</integer>
        \t\t<string>x &lt; y &amp; z</string>
        \t</array>
        \t<key>a</key>
        \t<true/>
        \t<key>b</key>
        \t<real>1000</real>
        \t<key>d</key>
        \t<data>
        \t////////////////////////////////////////////////////////////////////
        \t////////////
        \t</data>
        \t<key>e</key>
        \t<array/>
        \t<key>f</key>
        \t<real>0.10000000000000001</real>
        \t<key>t</key>
        \t<date>1970-01-01T00:00:00Z</date>
        \t<key>z</key>
        \t<real>0.0</real>
        \t<key>é</key>
        \t<dict/>
        </dict>
        </plist>

        """)
  }

  @Test func `reads back what it writes`() throws {
    let strings = (0..<32).map { PropertyList.string("\(Character(Unicode.Scalar(UInt8($0))))x\r\n") }
    for list in [
      SampleList.value, .array(strings), .string("\u{e9} e\u{301}"), .real(.infinity), SampleList.nested(128),
    ] {
      let (value, format) = try PropertyList.read(list.xml())
      #expect(value == list)
      #expect(format == .xml)
    }
  }

  /// What Apple's reader takes, and this one too.
  @Test(arguments: [
    ("<string>a&#65;&#x42;&lt;&gt;&amp;&quot;&apos;</string>", PropertyList.string("aAB<>&\"'")),
    ("<string>a<![CDATA[<b> & ]] >]]>c<!-- <x> -->d<?p >?>e</string>", .string("a<b> & ]] >cde")),
    ("<string>a\r\nb\rc\n</string>", .string("a\nb\nc\n")),
    ("<string/>", .string("")),
    ("<string class='a>b' id = \"c\">x</string >", .string("x")),
    ("<integer> +0x1F </integer>", .integer(31)),
    ("<integer>-9223372036854775808</integer>", .integer(.min)),
    ("<real>1e3</real>", .real(1000)),
    ("<data>\n\tAQI\n\tD\n</data>", .data([1, 2, 3])),
    ("<date>2024-02-29T23:59:59Z</date>", .date(Date(timeIntervalSince1970: 1_709_251_199))),
    ("<date>0001-01-01T00:00:00Z</date>", .date(Date(timeIntervalSince1970: -62_135_596_800))),
    (
      "<!-- a -- b --><dict><!-- c --><key>a</key><?p?><true></true></dict>",
      .dictionary(["a": .boolean(true)])
    ),
  ])
  func `reads`(text: String, value: PropertyList) throws {
    #expect(try PropertyList(reading: SampleList.document(text)) == value)
  }

  @Test(arguments: [
    "  \n<?xml version=\"1.0\"?><plist><true/></plist>",
    "\u{feff}<?xml version='1.0' encoding='utf-8'?><plist><true/></plist>",
    "<plist><true/></plist>\0",
    "<plist><true/></plist>\n\0\0\0",
    "<true/>",
    "<!DOCTYPE plist [ <!ENTITY a \"]>\"> <!-- ]> --> <!ELEMENT b (c)> ]><plist><true/></plist>",
    "<!DOCTYPE plist SYSTEM \"file:///etc/passwd\"><!-- x --><plist><true/></plist><!-- y -->\n",
  ])
  func `takes what may stand around a value`(text: String) throws {
    #expect(try PropertyList(reading: Array(text.utf8)) == .boolean(true))
  }

  @Test(arguments: [
    ("<string>&a;</string>", "entity reference"),
    ("<string>&#xD800;</string>", "entity reference"),
    ("<string>&#-1;</string>", "entity reference"),
    ("<string>&#0000000000000065;</string>", "entity reference"),
    ("<string>a & b</string>", "entity reference"),
    ("<string>a<b/></string>", "string element with something else in it"),
    ("<integer>9223372036854775808</integer>", "integer element"),
    ("<integer>1.5</integer>", "integer element"),
    ("<integer></integer>", "integer element"),
    ("<integer>--1</integer>", "integer element"),
    ("<integer>0x-1</integer>", "integer element"),
    ("<real>one</real>", "real element"),
    ("<date>2024-13-01T00:00:00Z</date>", "date element"),
    ("<data>AQ</data>", "data element"),
    ("<data>A*==</data>", "data element"),
    ("<true>false</true>", "true element"),
    ("<dict><string>a</string></dict>", "dictionary without a key"),
    ("<dict><key>a</key></dict>", "dictionary with a key without a value"),
    ("<dict><key>a</key><true/><key>a</key><true/></dict>", "dictionary with a key twice"),
    ("<dict><key>\u{e9}</key><true/><key>e\u{301}</key><true/></dict>", "dictionary with a key twice"),
    ("<array><true/></dict>", "array element with something else in it"),
    ("<array>text</array>", "text between elements"),
    ("<array><true/>", "array element with something else in it"),
    ("<ustring>a</ustring>", "element that is no value"),
    ("<true/><true/>", "plist element with something else in it"),
    ("", "element that is no value"),
    ("<!-- -> ", "comment"),
    ("<string><![CDATA[ ]></string>", "CDATA section"),
  ])
  func `refuses`(text: String, what: String) {
    let error = #expect(throws: PropertyListError.self) {
      try PropertyList(reading: SampleList.document(text))
    }
    guard case .malformed(what, offset: _) = error else {
      Issue.record("\(String(describing: error)) instead of \(what)")
      return
    }
  }

  @Test(arguments: [
    [], Array("{ a = b; }".utf8), Array("<html><body/></html>".utf8), Array("<?xml version='1.0'?>".utf8),
    Array("bplist15".utf8), Array("\u{feff}".utf8), [0],
  ])
  func `tells what is no property list`(bytes: [UInt8]) {
    #expect(throws: PropertyListError.notAPropertyList) { try PropertyList(reading: bytes) }
  }

  @Test(
    arguments: [
      ([0xfe, 0xff, 0, 0x3c], "UTF-16"), ([0xff, 0xfe, 0x3c, 0], "UTF-16"), ([0x3c, 0, 0x3f, 0], "UTF-16"),
      (Array("<?xml version='1.0' encoding='ISO-8859-1'?><true/>".utf8), "encoding other than UTF-8"),
    ] as [([UInt8], String)])
  func `refuses other encodings by name`(bytes: [UInt8], what: String) {
    #expect(throws: PropertyListError.malformed(what: what, offset: 0)) { try PropertyList(reading: bytes) }
  }

  @Test func `names the place of bytes that are no UTF-8`() {
    #expect(throws: PropertyListError.malformed(what: "UTF-8", offset: 8)) {
      try PropertyList(reading: Array("<string>".utf8) + [0xc0, 0x80] + Array("</string>".utf8))
    }
  }

  @Test func `bounds nesting`() {
    let limit = PropertyListError.tooLarge(what: "levels", limit: 128)
    #expect(throws: limit) { try PropertyList(reading: SampleList.nested(129).xml()) }
    let bomb = String(repeating: "<array>", count: 100_000)
    #expect(throws: limit) { try PropertyList(reading: SampleList.document(bomb)) }
    let keys = String(repeating: "<dict><key>a</key>", count: 100_000)
    #expect(throws: limit) { try PropertyList(reading: SampleList.document(keys)) }
  }

  @Test func `expands no entities`() {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
      <plist><string>&b;&c;</string></plist>
      """
    let place = Array(bomb.utf8).count - "&b;&c;</string></plist>".utf8.count
    #expect(throws: PropertyListError.malformed(what: "entity reference", offset: place)) {
      try PropertyList(reading: Array(bomb.utf8))
    }
  }
}
