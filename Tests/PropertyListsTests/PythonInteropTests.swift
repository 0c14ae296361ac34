import FieldTools
import PropertyLists
import Testing

@Suite struct PythonInteropTests {
  /// What Python's plistlib makes of the sample.
  private static func written(_ format: String) throws -> [UInt8] {
    let script =
      "import sys, plistlib\n" + SampleList.python
      + "sys.stdout.buffer.write(plistlib.dumps(sample, fmt=plistlib.\(format), sort_keys=True))"
    let outcome = try Tool.python.run(["-c", script])
    try #require(outcome.status == 0, "\(outcome.text)")
    return outcome.bytes
  }

  @Test(.needs(.python), arguments: ["FMT_XML", "FMT_BINARY"])
  func `reads what Python writes`(format: String) throws {
    #expect(try PropertyList(reading: Self.written(format)) == SampleList.value)
  }

  @Test(.needs(.python)) func `writes the binary form byte for byte as Python does`() throws {
    #expect(try SampleList.value.binary() == Self.written("FMT_BINARY"))
  }

  @Test(.needs(.python), arguments: [PropertyListFormat.xml, .binary])
  func `Python reads what it writes`(format: PropertyListFormat) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("sample.plist", SampleList.value.encoded(as: format))
    let script =
      "import plistlib\n" + SampleList.python + "assert plistlib.load(open('\(file)', 'rb')) == sample"
    let outcome = try Tool.python.run(["-c", script])
    #expect(outcome.status == 0, "\(outcome.text)")
  }
}
