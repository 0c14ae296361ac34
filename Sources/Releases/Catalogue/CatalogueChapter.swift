/// Findings that belong together, under the title that the documentation gives them.
package struct CatalogueChapter: Sendable {
  package let title: String
  package let entries: [CatalogueEntry]
}

extension Catalogue {
  /// All of ``entries`` in the same order.
  package static let chapters: [CatalogueChapter] = [
    CatalogueChapter(title: "Who signed it", entries: androidIdentity),
    CatalogueChapter(title: "Whether it is a release, and the right one", entries: androidRelease),
    CatalogueChapter(title: "Whether devices can install and run it", entries: androidCompatibility),
    CatalogueChapter(title: "What Google Play asks", entries: androidGooglePlay),
    CatalogueChapter(title: "Signatures of the package as a whole", entries: androidPackageSignature),
    CatalogueChapter(title: "Packages that two readers see differently", entries: androidContainer),
    CatalogueChapter(title: "JAR signatures: v1 of APKs, and bundles", entries: androidJarSignature),
    CatalogueChapter(title: "APK Signature Scheme v2", entries: androidSignatureV2),
    CatalogueChapter(title: "APK Signature Scheme v3 and v3.1", entries: androidSignatureV3),
    CatalogueChapter(title: "Who signed the iOS app", entries: appleIdentity),
    CatalogueChapter(title: "Provisioning profiles", entries: appleProfile),
    CatalogueChapter(title: "Entitlements, and the form of Apple's signatures", entries: appleEntitlements),
    CatalogueChapter(title: "What the iOS app says of itself", entries: appleApplication),
    CatalogueChapter(title: "The icons of the iOS app", entries: appleIcons),
    CatalogueChapter(title: "The code in the iOS app", entries: appleCode),
    CatalogueChapter(title: "Privacy manifests", entries: applePrivacy),
    CatalogueChapter(title: "Debug symbols", entries: appleSymbols),
    CatalogueChapter(title: "Signatures of iOS apps", entries: appleSignature),
    CatalogueChapter(title: "Keys and keystores", entries: credentials),
  ]
}
