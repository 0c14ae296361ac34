import AppleApps
import Credentials
import FieldTools
import PropertyLists
import Testing

/// An app in the layout of macOS, made byte by byte: a framework with versions, a service, an app that starts with the
/// session, a tool, and a library.
enum MacApp {
  static let top = "Payload/Mac.app"
  static let executable = "\(top)/Contents/MacOS/Mac"
  static let tool = "\(top)/Contents/MacOS/tool"
  static let framework = "\(top)/Contents/Frameworks/Kit.framework"
  static let library = "\(top)/Contents/Frameworks/libextra.dylib"
  static let service = "\(top)/Contents/XPCServices/Service.xpc"
  static let login = "\(top)/Contents/Library/LoginItems/Login.app"

  /// macOS 12, made with the SDK of 26.1.
  private static let platform: (number: UInt32, minimum: UInt32, sdk: UInt32) = (
    1, 12 << 16, 26 << 16 | 1 << 8
  )

  static func code(_ fileType: UInt32 = 2, infoPlist: [UInt8]? = nil) -> SampleCode {
    SampleCode(fileType: fileType, platform: platform, infoPlist: infoPlist)
  }

  /// The entitlements that the tool carries before anybody signs the app.
  static let toolEntitlements: [String: PropertyList] = ["com.apple.security.inherit": .boolean(true)]

  static func info(_ name: String, _ identifier: String) -> [UInt8] {
    PropertyList.dictionary([
      "CFBundleExecutable": .string(name), "CFBundleIdentifier": .string(identifier),
      "CFBundleShortVersionString": .string("1.0"), "CFBundleVersion": .string("1"),
      "CFBundleSupportedPlatforms": .array([.string("MacOSX")]), "DTPlatformName": .string("macosx"),
      "LSMinimumSystemVersion": .string("12.0"),
    ]).xml()
  }

  /// The app with nothing signed but the tool.
  static func tree() throws -> ListedTree {
    var parameters = CodeSigningParameters(identifier: "tool")
    let carried = Entitlements(toolEntitlements)
    parameters.entitlements = (carried.xml, try carried.der())
    let tool = try SignedSample.adHoc(
      code(infoPlist: info("tool", "com.example.mac.tool")).bytes, parameters)
    var intel = code(6)
    (intel.cpuType, intel.cpuSubtype) = (0x0100_0007, 3)
    let kit = SampleCode.universal([intel, code(6)])
    let version = "\(framework)/Versions/A"
    let files: [(String, ListedTree.Content)] = [
      ("\(top)/Contents/Info.plist", .file(info("Mac", "com.example.mac"))),
      ("\(top)/Contents/PkgInfo", .text("APPL????")),
      (executable, .file(code().bytes)), (Self.tool, .file(tool)),
      ("\(version)/Kit", .file(kit)),
      ("\(version)/Resources/Info.plist", .file(info("Kit", "com.example.mac.kit"))),
      ("\(version)/Resources/en.lproj/Kit.strings", .text("strings")),
      ("\(version)/Headers/Kit.h", .text("header")),
      ("\(framework)/Versions/Current", .link("A")), ("\(framework)/Kit", .link("Versions/Current/Kit")),
      ("\(framework)/Resources", .link("Versions/Current/Resources")),
      (library, .file(code(6).bytes)),
      ("\(service)/Contents/Info.plist", .file(info("Service", "com.example.mac.service"))),
      ("\(service)/Contents/MacOS/Service", .file(code().bytes)),
      ("\(login)/Contents/Info.plist", .file(info("Login", "com.example.mac.login"))),
      ("\(login)/Contents/MacOS/Login", .file(code().bytes)),
      ("\(top)/Contents/Resources/icon.icns", .text("icon")),
    ]
    let folders = Set(
      files.flatMap { path, _ in
        let parts = path.split(separator: "/")
        return (2..<parts.count).map { parts.prefix($0).joined(separator: "/") }
      })
    return ListedTree(files + folders.map { ($0, .folder) })
  }

  /// A profile for the Mac App Store.
  static var profile: AppleAuthority.Profile {
    var profile = SignedApp.profile("com.example.mac")
    profile.platform = "OSX"
    profile.omitted = ["application-identifier", "get-task-allow"]
    profile.entitlements["com.apple.application-identifier"] =
      "<string>\(AppleAuthority.team).com.example.mac</string>"
    return profile
  }
}
