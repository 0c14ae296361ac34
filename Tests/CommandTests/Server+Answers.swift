import Glibc
import Testing

extension Server {
  /// Sends one request and gives the whole answer, head and body, as it came.
  ///
  /// - Parameter request: method and path.
  func answer(_ request: String, headers: [String] = [], body: String = "") throws -> String {
    let port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
    let fixed = ["Host: 127.0.0.1:\(port)", "Connection: close", "Content-Length: \(body.utf8.count)"]
    let head = ["\(request) HTTP/1.1"] + fixed + headers
    let bytes = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    try #require(write(connection, bytes, bytes.count) == bytes.count)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = read(connection, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
    return String(decoding: answer, as: UTF8.self)
  }
}
