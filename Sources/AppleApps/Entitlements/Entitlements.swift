package import PropertyLists

/// What code may do: the keys and values that its signature grants it.
///
/// A signature holds them twice, as a property list in XML (slot 5) and in DER (slot 7). Both are here without the
/// header of the blob that they stand in.
package struct Entitlements: Equatable, Sendable {
  package var values: [String: PropertyList]

  package init(_ values: [String: PropertyList]) {
    self.values = values
  }

  /// Reads a property list, in the binary form too, which people keep in files.
  ///
  /// - Throws: ``AppleError/propertyList(_:file:)``, or ``AppleError/malformed(_:field:offset:file:)`` when it is no
  ///   dictionary.
  package init(xml: [UInt8], file: String) throws(AppleError) {
    let list: PropertyList
    do throws(PropertyListError) {
      list = try PropertyList(reading: xml)
    } catch {
      throw .propertyList(error, file: file)
    }
    guard let values = list.dictionary else {
      throw .malformed(.entitlements, field: "root", offset: 0, file: file)
    }
    self.values = values
  }

  /// Reads the DER form, and the one of 2019 to 2021 that has a SET for a dictionary.
  ///
  /// - Throws: ``AppleError``. Offsets count from the start of `der`. Keys that are not sorted are not an error.
  package init(der: [UInt8], file: String) throws(AppleError) {
    values = try EntitlementsDERReader.read(der, file: file)
  }

  /// The property list in XML.
  package var xml: [UInt8] { PropertyList.dictionary(values).xml() }

  /// The DER form, which iOS 15 and later insist on.
  ///
  /// - Throws: ``SigningObstacle/entitlementValue(key:kind:)`` for a value that DER has no form for: a real, a date or
  ///   data, however deep. ``AppleError/tooLarge(_:field:size:limit:file:)`` for more levels than
  ///   ``PropertyListLimits/levels``.
  package func der() throws(AppleError) -> [UInt8] {
    try EntitlementsDERWriter.write(values)
  }

  /// What of the executable segment's flags in a CodeDirectory follows from the entitlements; whether the code is a main
  /// binary (`CS_EXECSEG_MAIN_BINARY`) does not.
  ///
  /// Security, `signer.cpp`.
  package var executableSegmentFlags: UInt64 {
    let flags: [(key: String, flag: UInt64)] = [
      ("get-task-allow", 0x10),
      ("run-unsigned-code", 0x10),
      ("com.apple.private.cs.debugger", 0x20),
      ("dynamic-codesigning", 0x40),
      ("com.apple.private.skip-library-validation", 0x80),
      ("com.apple.private.amfi.can-load-cdhash", 0x100),
      ("com.apple.private.amfi.can-execute-cdhash", 0x200),
    ]
    return flags.reduce(0) { values[$1.key]?.boolean == true ? $0 | $1.flag : $0 }
  }
}
