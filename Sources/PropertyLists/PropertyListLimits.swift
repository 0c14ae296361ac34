/// How much of a property list is read.
package enum PropertyListLimits {
  /// How deep arrays and dictionaries may nest.
  ///
  /// Apple's own lists need about 10.
  package static let levels = 128
  /// How many values there may be, keys included.
  ///
  /// In the binary form, a value counts as often as it is referred to. The seal over the 100,000 files of a very large
  /// app has about a million.
  package static let values = 1 << 22
  /// How large a list may be, in bytes.
  ///
  /// In the binary form, strings and data together may have as many, counted as often as they are referred to.
  package static let bytes = 1 << 26
}
