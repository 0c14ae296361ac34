/// What a file may be called at a destination.
enum FileName {
  /// - Throws: ``DeliveryError/badFileName(name:)`` for what is no single component of a path, or would break a line.
  static func check(_ name: String) throws(DeliveryError) {
    guard !name.isEmpty, name != ".", name != "..", name.utf8.count <= 200,
      name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "/") })
    else { throw .badFileName(name: String(name.prefix(200))) }
  }

  /// - Throws: ``DeliveryError/nameTwice(name:)`` when two are the same, or one is where the other's digest goes.
  static func checkDistinct(_ names: [String]) throws(DeliveryError) {
    var taken: Set<String> = []
    for name in names {
      for name in [name, name + ".sha256"] where !taken.insert(name).inserted {
        throw .nameTwice(name: name)
      }
    }
  }
}
