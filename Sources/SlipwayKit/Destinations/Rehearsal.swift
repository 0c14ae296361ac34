import Pipelines

/// Where deliveries go instead of to their destinations: a server on this machine and a folder of the state.
package struct Rehearsal: Sendable {
  /// The address of the server, without a closing slash.
  package let address: String
  /// The absolute path of the folder in which directories are rehearsed.
  package let folder: String

  package init(address: String, folder: String) {
    self.address = address
    self.folder = folder
  }

  /// The rehearsal that a plan shows, before there is a server.
  ///
  /// - Parameter state: the state folder of the run, from the root.
  package static func planned(in state: String) -> Rehearsal {
    Rehearsal(address: "http://127.0.0.1", state: state)
  }

  init(address: String, state: String) {
    self.init(address: address, folder: "\(state)/rehearsal/directories")
  }

  /// The folder that stands for a directory of the pipeline file.
  func folder(for path: String, of pipeline: Pipeline) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
    return ([folder] + parts.map(String.init)).joined(separator: "/")
  }

  /// The address that stands for another: its host becomes the first folder, so that two hosts stay apart.
  func url(for original: String) -> String {
    guard let scheme = original.range(of: "://") else { return "\(address)/\(original)" }
    return "\(address)/\(original[scheme.upperBound...])"
  }
}
