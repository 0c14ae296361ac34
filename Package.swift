// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "slipway",
  targets: [
    .target(name: "Releases"),
    .target(name: "Bytes"),
    .testTarget(name: "ReleasesTests", dependencies: ["Releases"]),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
  ]
}
