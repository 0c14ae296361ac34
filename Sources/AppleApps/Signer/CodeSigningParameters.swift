/// With what one Mach-O file is signed.
package struct CodeSigningParameters: Sendable {
  package var identifier: String
  package var team: String?
  /// The `Info.plist` that the signature covers, as it stands; nil for code outside of a bundle.
  package var infoPlist: [UInt8]?
  /// The seal over the bundle's other files.
  package var codeResources: [UInt8]?
  /// Both forms; put into executables only.
  package var entitlements: (xml: [UInt8], der: [UInt8])?
  /// What the entitlements allow; executables are marked as such besides.
  package var executableSegmentFlags: UInt64 = 0
  package var flags: CodeDirectoryFlags = []
  package var pageSize = PageSize.automatic

  package init(
    identifier: String, team: String? = nil, flags: CodeDirectoryFlags = [],
    pageSize: PageSize = .automatic
  ) {
    self.identifier = identifier
    self.team = team
    self.flags = flags
    self.pageSize = pageSize
  }
}

/// How much code each hash of a signature is for.
package enum PageSize: Equatable, Sendable {
  /// As Apple's tools have it: 16 KiB for arm64, but on tvOS; else 4 KiB.
  case automatic
  /// 4096 or 16384.
  case bytes(Int)

  /// The power of two that the size is.
  func log2(for slice: MachOSlice) -> UInt8 {
    switch self {
    case .bytes(let size): UInt8(size.trailingZeroBitCount)
    case .automatic:
      slice.architecture.hasPrefix("arm64") && slice.platform != .tvos && slice.platform != .tvosSimulator
        ? 14 : 12
    }
  }
}
