import Bytes
import Cryptography
import Delivery
import FieldTools
import Foundation
import Releases
import Testing
import Transfers

/// Deliveries to nginx with its WebDAV module: a server that knows nothing of digests, plain and behind TLS.
@Suite(.needs(.nginx, .openssl), .serialized) struct DeliveryInteropTests {
  private let folder: TemporaryFolder
  private let artifact: Artifact

  init() throws {
    folder = try TemporaryFolder()
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/in.apk"))
    artifact = Artifact(
      path: folder.path + "/in.apk", format: .apk, sha256: Digest.hash(.sha256, bytes).hex, size: bytes.count,
      application: Application())
  }

  private func destination(
    _ url: String, _ change: (inout HTTPDestination.Options) -> Void = { _ in }
  ) throws -> HTTPDestination {
    var options = HTTPDestination.Options()
    options.retry.firstPause = .milliseconds(10)
    options.settings.certificateAuthorities = folder.path + "/ca.pem"
    change(&options)
    return try HTTPDestination(url: url, options: options)
  }

  private func deliver(_ artifact: Artifact, to destination: HTTPDestination) async throws -> Receipt {
    try #require(try await destination.deliver(Shipment(artifact, named: "app 1.apk")) { _ in }.first)
  }

  @Test(arguments: ["http", "https"])
  func `nginx takes an artifact, and has it the second time`(_ scheme: String) async throws {
    let server = try NginxServer(in: folder)
    defer { server.stop() }
    let url =
      scheme == "http" ? "http://127.0.0.1:\(server.port)/a/b/" : "https://localhost:\(server.tlsPort)/a/b/"
    let first = try await deliver(artifact, to: try destination(url))
    #expect(first.outcome == .delivered)
    #expect(first.status == 201)
    #expect(first.location == url + "app%201.apk")
    let stored = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/root/a/b/app 1.apk"))
    #expect(Digest.hash(.sha256, [UInt8](stored)).hex == artifact.sha256)
    // It tells no digest: what is there is read and compared.
    #expect(try await deliver(artifact, to: try destination(url)).outcome == .alreadyThere)
  }

  @Test func `another file of the same length on nginx is a conflict, unless replacing`() async throws {
    let server = try NginxServer(in: folder)
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.port)/"
    let old = [UInt8](repeating: 7, count: artifact.size)
    try Data(old).write(to: URL(fileURLWithPath: folder.path + "/root/app 1.apk"))
    await #expect(
      throws: DeliveryError.conflict(
        location: url + "app%201.apk", expected: artifact.sha256, found: Digest.hash(.sha256, old).hex)
    ) { try await deliver(artifact, to: try destination(url)) }
    let replaced = try await deliver(artifact, to: try destination(url) { $0.replaces = true })
    #expect(replaced.status == 204)
    #expect(try await deliver(artifact, to: try destination(url)).outcome == .alreadyThere)
  }

  @Test func `nginx lets in who has the password`() async throws {
    let server = try NginxServer(in: folder)
    defer { server.stop() }
    let url = "https://localhost:\(server.tlsPort)/private/"
    await #expect {
      try await deliver(artifact, to: try destination(url))
    } throws: { error in
      guard case DeliveryError.noRight(_, 401, _) = error else { return false }
      return true
    }
    let credential = try HTTPCredential.basic(user: "ci", password: "p ss:word", hosts: ["localhost"])
    let receipt = try await deliver(artifact, to: try destination(url) { $0.credential = credential })
    #expect(receipt.status == 201)
  }

  @Test func `a file larger than nginx takes is refused before it is sent`() async throws {
    let server = try NginxServer(in: folder, limit: "1m")
    defer { server.stop() }
    await #expect {
      try await deliver(artifact, to: try destination("http://127.0.0.1:\(server.port)/"))
    } throws: { error in
      guard case DeliveryError.refused(_, 413, _) = error else { return false }
      return true
    }
  }

  @Test func `a certificate that nobody vouches for stops the delivery`() async throws {
    let server = try NginxServer(in: folder)
    defer { server.stop() }
    await #expect {
      try await deliver(
        artifact,
        to: try destination("https://localhost:\(server.tlsPort)/") {
          $0.settings.certificateAuthorities = nil
        })
    } throws: { error in
      guard case DeliveryError.transfer(.notTrusted) = error else { return false }
      return true
    }
  }
}

/// An nginx of its own in a folder, on two free ports, with a certificate of an authority made on the spot.
private final class NginxServer {
  let port = Int.random(in: 20_000..<30_000)
  let tlsPort = Int.random(in: 10_000..<20_000)
  private let process = Process()

  init(in home: TemporaryFolder, limit: String = "0") throws {
    let folder = home.path
    for name in ["root", "temp"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    try TestAuthority.make(in: home)
    let password = try Tool.openssl.run(["passwd", "-apr1", "p ss:word"]).text
    try Data("ci:\(password)".utf8).write(to: URL(fileURLWithPath: folder + "/users"))
    let configuration = """
      daemon off; pid \(folder)/pid; error_log \(folder)/error.log; worker_processes 1;
      \(geteuid() == 0 ? "user root;" : "")
      events {}
      http {
        access_log off; client_max_body_size \(limit); root \(folder)/root;
        client_body_temp_path \(folder)/temp; proxy_temp_path \(folder)/temp; fastcgi_temp_path \(folder)/temp;
        uwsgi_temp_path \(folder)/temp; scgi_temp_path \(folder)/temp;
        server {
          listen 127.0.0.1:\(port);
          listen 127.0.0.1:\(tlsPort) ssl;
          ssl_certificate \(folder)/server.pem; ssl_certificate_key \(folder)/server.key;
          location / { dav_methods PUT; create_full_put_path on; }
          location /private/ {
            dav_methods PUT; create_full_put_path on; auth_basic private; auth_basic_user_file \(folder)/users;
          }
        }
      }
      """
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/nginx.conf"))
    process.executableURL = URL(fileURLWithPath: try #require(Tool.nginx.path))
    process.arguments = ["-c", folder + "/nginx.conf", "-e", folder + "/error.log"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: folder + "/pid") { usleep(20_000) }
    usleep(50_000)
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
