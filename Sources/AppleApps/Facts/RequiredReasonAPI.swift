/// The APIs for which Apple asks apps and libraries to declare why they use them.
///
/// They are known by symbols that code imports, and a few by selectors alone. A selector also shows where code has a method
/// of that name of its own; few have, and App Store Connect does not see more either.
///
/// Source: <https://developer.apple.com/documentation/bundleresources/describing-use-of-required-reason-api>, whose Swift
/// names, such as `contentModificationDateKey`, stand for the constants here.
enum RequiredReasonAPI {
  struct Category: Sendable {
    /// The value of `NSPrivacyAccessedAPIType`.
    let name: String
    /// The values of `NSPrivacyAccessedAPITypeReasons` that it may have.
    let reasons: Set<String>
    /// Functions and constants.
    var symbols: [String] = []
    var classes: [String] = []
    var selectors: [String] = []

    var apis: [String] { symbols + classes + selectors }
  }

  static let categories: [Category] = [
    Category(
      name: "NSPrivacyAccessedAPICategoryFileTimestamp", reasons: ["DDA9.1", "C617.1", "3B52.1", "0A2A.1"],
      symbols: [
        "NSFileCreationDate", "NSFileModificationDate", "NSURLContentModificationDateKey",
        "NSURLCreationDateKey", "getattrlist", "getattrlistbulk", "fgetattrlist", "stat", "fstat", "fstatat",
        "lstat", "getattrlistat",
      ], selectors: ["fileModificationDate"]),
    Category(
      name: "NSPrivacyAccessedAPICategorySystemBootTime", reasons: ["35F9.1", "8FFB.1", "3D61.1"],
      symbols: ["mach_absolute_time"], selectors: ["systemUptime"]),
    Category(
      name: "NSPrivacyAccessedAPICategoryDiskSpace", reasons: ["85F4.1", "E174.1", "7D9E.1", "B728.1"],
      symbols: [
        "NSURLVolumeAvailableCapacityKey", "NSURLVolumeAvailableCapacityForImportantUsageKey",
        "NSURLVolumeAvailableCapacityForOpportunisticUsageKey", "NSURLVolumeTotalCapacityKey",
        "NSFileSystemFreeSize", "NSFileSystemSize", "statfs", "statvfs", "fstatfs", "fstatvfs", "getattrlist",
        "fgetattrlist", "getattrlistat",
      ]),
    Category(
      name: "NSPrivacyAccessedAPICategoryActiveKeyboards", reasons: ["3EC4.1", "54BD.1"],
      selectors: ["activeInputModes"]),
    Category(
      name: "NSPrivacyAccessedAPICategoryUserDefaults", reasons: ["CA92.1", "1C8F.1", "C56D.1", "AC6B.1"],
      classes: ["NSUserDefaults"]),
  ]

  /// The names in symbol tables, and the APIs that they stand for.
  static let imports: [String: String] = Dictionary(
    categories.flatMap { category in
      category.symbols.map { ("_" + $0, $0) } + category.classes.map { (objectiveCClass + $0, $0) }
    }, uniquingKeysWith: { first, _ in first })

  static let selectors = Set(categories.flatMap(\.selectors))

  static let objectiveCClass = "_OBJC_CLASS_$_"

  /// The categories that an API is in: two for those that tell of files and of disks; one of them has to be declared.
  static func categories(of api: String) -> [String] {
    categories.filter { $0.apis.contains(api) }.map(\.name)
  }
}
