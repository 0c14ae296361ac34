import Archives
import Bytes
import Credentials
import Cryptography
import FoundationEssentials
package import Releases
import Transfers

/// Looks at what Slipway needs of the machine it runs on, and at the health of the key store.
package struct Doctor: Sendable {
  /// One thing that was looked at.
  ///
  /// The shape is promised to other programs.
  package struct Check: Equatable, Encodable, Sendable {
    package let name: String
    package let result: String
    /// Nil when all is well.
    package let severity: Severity?
    package let remedy: String?

    init(name: String, result: String, remedy: String?) {
      self.init(name: name, result: result, severity: remedy == nil ? nil : .error, remedy: remedy)
    }

    init(name: String, result: String, severity: Severity?, remedy: String?) {
      self.name = name
      self.result = result
      self.severity = severity
      self.remedy = remedy
    }
  }

  private let invocation: Invocation
  private let access: StoreAccess

  /// - Parameter access: the key store that is or would be used.
  package init(_ invocation: Invocation, access: StoreAccess) {
    self.invocation = invocation
    self.access = access
  }

  package var checks: [Check] {
    [cores, temporaryFolder, archives, transfers, debugKeystore]
      + KeyStoreExamination(access, today: invocation.now).checks
  }

  /// ``ExitStatus/didNotPass`` when something is an error; what only will become one is not.
  package static func status(of checks: [Check]) -> ExitStatus {
    checks.contains { $0.severity == .error } ? .didNotPass : .done
  }

  private var cores: Check {
    Check(name: "cores", result: "\(Workers.availableCores)", remedy: nil)
  }

  /// Packages inside other archives are unpacked there.
  private var temporaryFolder: Check {
    let folder = FileManager.default.temporaryDirectory.path
    let isUsable = (try? AtomicFile(path: "\(folder)/slipway-doctor")) != nil
    return Check(
      name: "temporary folder", result: isUsable ? folder : "\(folder) may not be written",
      remedy: isUsable ? nil : "Set TMPDIR to a folder that this user may write.")
  }

  private var archives: Check {
    let flaw = ArchiveLibrary.flaw
    return Check(
      name: "archives", result: flaw ?? "libarchive",
      remedy: flaw.map { _ in "Install libarchive; Debian's package is libarchive13." })
  }

  private var transfers: Check {
    let flaw = TransferLibrary.flaw
    return Check(
      name: "transfers", result: flaw ?? "libcurl",
      remedy: flaw.map { _ in "Install libcurl; Debian's package is libcurl4." })
  }

  private var debugKeystore: Check {
    guard let path = AndroidDebugKeystore.defaultPath(in: invocation.environment) else {
      return Check(
        name: "Android debug key", result: "no home folder", remedy: "Set HOME or ANDROID_USER_HOME.")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      return Check(name: "Android debug key", result: "made when a debug target needs it", remedy: nil)
    }
    do {
      let opened = try AndroidDebugKeystore.open(orMakeAt: path, now: invocation.now)
      let isOver = opened.identity.certificate.notAfter < invocation.now
      return Check(
        name: "Android debug key", result: isOver ? "\(path) has expired" : path,
        remedy: isOver ? "Remove it; a new one is made when it is needed." : nil)
    } catch {
      let failure = Failure(error)
      return Check(name: "Android debug key", result: failure.message, remedy: failure.remedy ?? "Remove it.")
    }
  }
}
