import Glibc
import Synchronization
import Testing

/// A server that says exactly what a test tells it to, byte by byte, to one connection after another.
package final class ScriptedServer: Sendable {
  package let port: Int
  private let listener: Int32
  private let heard = Mutex<[String]>([])

  /// - Parameter script: what happens on each connection; it is closed afterwards.
  package init(_ script: @escaping @Sendable (Connection) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7f00_0001).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, size) + listen(listener, 8) + getsockname(listener, pointer, &size)
      }
    }
    try #require(status == 0)
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    let box = Unmanaged.passRetained(Loop(self, listener, script))
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        Unmanaged<Loop>.fromOpaque(raw).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  /// Stops listening.
  ///
  /// Servers that nobody stops end with the process.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  package var address: String { "http://127.0.0.1:\(port)" }

  /// The heads of the requests so far.
  package var heads: [String] { heard.withLock { $0 } }

  /// One connection.
  package struct Connection {
    fileprivate let descriptor: Int32
    fileprivate let note: (String) -> Void

    /// Reads up to the empty line and returns the length of the body that is announced.
    @discardableResult package func readHead() -> Int {
      var bytes: [UInt8] = []
      var byte: UInt8 = 0
      while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(descriptor, &byte, 1, 0) == 1 {
        bytes.append(byte)
      }
      let head = String(decoding: bytes, as: UTF8.self)
      if !head.isEmpty { note(head) }
      let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
      return length.flatMap { Int($0.drop { $0 != " " }.dropFirst()) } ?? 0
    }

    package func readBody(_ count: Int) {
      var left = count
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while left > 0 {
        let got = recv(descriptor, &buffer, min(left, buffer.count), 0)
        guard got > 0 else { return }
        left -= got
      }
    }

    /// Reads a whole request.
    package func readRequest() {
      readBody(readHead())
    }

    /// False when nobody is there any more.
    @discardableResult package func say(_ text: String) -> Bool { say(bytes: Array(text.utf8)) }

    /// False when nobody is there any more.
    @discardableResult package func say(bytes: [UInt8]) -> Bool {
      bytes.withUnsafeBytes { bytes in
        var rest = bytes
        while !rest.isEmpty {
          let put = send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
          guard put > 0 else { return false }
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(put))
        }
        return true
      }
    }

    /// Answers a request.
    package func answer(_ body: [UInt8], status: String = "200 OK", headers: [String] = []) {
      readRequest()
      let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)", "Connection: close"] + headers
      say(lines.joined(separator: "\r\n") + "\r\n\r\n")
      say(bytes: body)
    }

    /// Waits until the other side is gone, at most ten seconds.
    package func hold() {
      var timeout = timeval(tv_sec: 10, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
      var byte: UInt8 = 0
      while recv(descriptor, &byte, 1, 0) > 0 {}
    }
  }

  private final class Loop: Sendable {
    private let server: ScriptedServer
    private let listener: Int32
    private let script: @Sendable (Connection) -> Void

    init(_ server: ScriptedServer, _ listener: Int32, _ script: @escaping @Sendable (Connection) -> Void) {
      self.server = server
      self.listener = listener
      self.script = script
    }

    func run() {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        script(
          Connection(descriptor: descriptor) { [server] head in server.heard.withLock { $0.append(head) } })
        close(descriptor)
      }
    }
  }
}
