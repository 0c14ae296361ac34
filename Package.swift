// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "slipway",
  products: [.executable(name: "slipway", targets: ["slipway"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // C, each behind one door.
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev", "libisal-dev", "zlib1g-dev"])]),
    .systemLibrary(name: "CLinux"),
    .target(name: "CArchive"),
    .target(name: "CCurl"),
    .target(name: "CInflate"),
    .target(name: "CProcess"),
    .target(name: "CSHA2"),

    // The foundations know nothing of each other.
    .target(name: "Releases"),
    .target(name: "Bytes", dependencies: ["CLinux"]),
    .target(name: "PropertyLists"),

    .target(name: "Cryptography", dependencies: ["Bytes", "COpenSSL", "CSHA2"]),
    .target(name: "Age", dependencies: ["Cryptography"]),
    .target(name: "Archives", dependencies: ["Bytes", "CArchive", "CDeflate", "CInflate"]),
    .target(name: "Transfers", dependencies: ["Bytes", "CCurl"]),
    .target(
      name: "Credentials",
      dependencies: ["Archives", "Bytes", "Cryptography", "PropertyLists", "Releases"]),
    .target(name: "Migrations", dependencies: ["Bytes", "Credentials", "Cryptography", "Releases"]),
    .target(
      name: "KeyStores", dependencies: ["Age", "Bytes", "Credentials", "Cryptography", "Releases"]),
    .target(
      name: "AndroidApps", dependencies: ["Archives", "Bytes", "Credentials", "Cryptography", "Releases"]),
    .target(
      name: "AppleApps",
      dependencies: ["Archives", "Bytes", "Credentials", "Cryptography", "PropertyLists", "Releases"]),
    .target(
      name: "Delivery", dependencies: ["Bytes", "Cryptography", "PropertyLists", "Releases", "Transfers"]),
    .target(name: "Pipelines", dependencies: ["Releases", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Orchestration",
      dependencies: ["Bytes", "CProcess", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "RehearsalStores",
      dependencies: [
        "Bytes", "Cryptography", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ]),

    // The assembly and the command.
    .target(
      name: "SlipwayKit",
      dependencies: [
        "Age", "AndroidApps", "AppleApps", "Archives", "Bytes", "Credentials", "Cryptography", "Delivery",
        "KeyStores", "Migrations", "Orchestration", "Pipelines", "PropertyLists", "RehearsalStores",
        "Releases",
        "Transfers",
      ]),
    .executableTarget(
      name: "slipway",
      dependencies: [
        "AndroidApps", "AppleApps", "Archives", "Bytes", "KeyStores", "Migrations", "Orchestration",
        "Pipelines", "PropertyLists",
        "RehearsalStores", "Releases", "SlipwayKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Measures the command against the field's tools.
    .executableTarget(
      name: "bench",
      dependencies: [
        "Archives", "Bytes", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks"),

    // What all tests may use.
    .target(name: "FieldTools", path: "Tests/FieldTools"),
    .target(
      name: "Fuzzing",
      dependencies: [
        "Age", "AndroidApps", "AppleApps", "Archives", "Bytes", "Credentials", "Cryptography", "KeyStores",
        "PropertyLists",
      ],
      path: "Tests/Fuzzing"),

    .testTarget(name: "ReleasesTests", dependencies: ["Releases"]),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
    .testTarget(name: "PropertyListsTests", dependencies: ["PropertyLists"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], exclude: ["rfc6979.txt"]),
    .testTarget(name: "AgeTests", dependencies: ["Age", "Archives", "Bytes", "Cryptography"]),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives", "Bytes"]),
    .testTarget(name: "TransfersTests", dependencies: ["Bytes", "Transfers"]),
    .testTarget(
      name: "CredentialsTests",
      dependencies: ["Bytes", "Credentials", "Cryptography", "PropertyLists", "Releases"]),
    .testTarget(
      name: "MigrationsTests",
      dependencies: ["Bytes", "Credentials", "Cryptography", "Migrations", "Releases"]),
    .testTarget(
      name: "KeyStoresTests", dependencies: ["Age", "Bytes", "Cryptography", "KeyStores", "Releases"]),
    .testTarget(
      name: "AndroidAppsTests",
      dependencies: ["AndroidApps", "Archives", "Bytes", "Credentials", "Cryptography", "Releases"]),
    .testTarget(
      name: "AppleAppsTests",
      dependencies: [
        "AppleApps", "Archives", "Bytes", "Credentials", "Cryptography", "PropertyLists", "Releases",
      ]),
    .testTarget(
      name: "DeliveryTests",
      dependencies: [
        "Bytes", "Cryptography", "Delivery", "PropertyLists", "RehearsalStores", "Releases", "Transfers",
      ]),
    .testTarget(
      name: "RehearsalStoresTests", dependencies: ["Bytes", "Cryptography", "RehearsalStores", "Transfers"]),
    .testTarget(name: "PipelinesTests", dependencies: ["Pipelines", "Releases"]),
    .testTarget(name: "OrchestrationTests", dependencies: ["Bytes", "Orchestration"]),
    .testTarget(
      name: "SlipwayKitTests",
      dependencies: [
        "Age", "Bytes", "Credentials", "Cryptography", "KeyStores", "Migrations", "Pipelines", "Releases",
        "SlipwayKit",
        "Transfers",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["Bytes", "Credentials", "Cryptography", "Pipelines", "Releases", "slipway"],
      exclude: ["README.md", "Transcripts"]),
    .testTarget(
      name: "BadInputTests",
      dependencies: ["Archives", "Bytes", "Credentials", "Cryptography", "RehearsalStores", "slipway"]),
    .testTarget(name: "FuzzingTests", dependencies: ["Fuzzing"]),
    .testTarget(
      name: "InteropTests",
      dependencies: [
        "Age", "AndroidApps", "Archives", "Bytes", "Credentials", "Cryptography", "Delivery", "Releases",
        "SlipwayKit", "Transfers",
      ], exclude: ["ApksigOracle.java"]),
  ]
)

for target in package.targets where target.type == .test {
  target.dependencies.append("FieldTools")
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
  ]
}
