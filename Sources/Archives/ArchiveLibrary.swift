import CArchive

/// libarchive, which is loaded when it is first used.
package enum ArchiveLibrary {
  /// Why it cannot be used, in the words of the dynamic loader; nil when it can.
  ///
  /// The first call loads it, which takes a millisecond or two.
  package static var flaw: String? { slipway_archive_flaw().map { String(cString: $0) } }

  /// - Throws: ``ArchiveError/libraryMissing(reason:)``.
  static func load() throws(ArchiveError) {
    if let flaw { throw .libraryMissing(reason: flaw) }
  }
}
