import Credentials

/// Gives profiles files named after their UUIDs.
struct ProfileFiles {
  let folder: String
  private(set) var files: [FileSet.File] = []

  init(folder: String) {
    self.folder = folder
  }

  /// The path of a profile's file, the same one for the same bytes.
  mutating func add(_ profile: ProvisioningProfile) -> String {
    if let file = files.first(where: { $0.bytes == profile.bytes }) { return file.path }
    let end = profile.isForMac ? "provisionprofile" : "mobileprovision"
    let stem = Self.safeName(profile.uuid)
    var (path, number) = ("\(folder)/\(stem).\(end)", 1)
    while files.contains(where: { $0.path == path }) {
      number += 1
      path = "\(folder)/\(stem)-\(number).\(end)"
    }
    files.append(FileSet.File(path: path, bytes: profile.bytes, isSecret: false))
    return path
  }

  /// What is left of a UUID, which may be any text, when only letters, digits and hyphens are.
  private static func safeName(_ uuid: String) -> String {
    let safe = uuid.utf8.filter { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || byte == UInt8(ascii: "-")
    }
    return safe.isEmpty ? "profile" : String(decoding: safe.prefix(64), as: UTF8.self)
  }
}
