/// A file, folder or link in an archive or a folder.
package struct ArchiveMember: Equatable, Sendable {
  /// What stands under the path.
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    /// Where the link leads, relative to the folder it is in.
    case link(target: String)
    /// Another name of a file that came before.
    case sameAs(path: String)
  }

  /// Relative, without `.` and `..`, without a slash at its end.
  package let path: String
  package let kind: Kind
  /// Bytes, as stated; 0 for what is no file, and where the archive does not say.
  package let size: Int
  package let isExecutable: Bool

  package init(path: String, kind: Kind, size: Int, isExecutable: Bool) {
    self.path = path
    self.kind = kind
    self.size = size
    self.isExecutable = isExecutable
  }
}

/// Members one after the other: of an archive or of a folder.
protocol MemberWalk: AnyObject {
  /// What errors call the archive or folder.
  var name: String { get }

  /// The most that one member may expand to, which an archive says from its compressed size.
  var expansionLimit: Int { get }

  /// The next member, unchecked but for its path's form; nil at the end.
  func next() throws(ArchiveError) -> ArchiveMember?

  /// Hands the data of the member that ``next()`` gave to `body`, in buffers that live only for the call.
  func read(_ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) throws(ArchiveError)
}
