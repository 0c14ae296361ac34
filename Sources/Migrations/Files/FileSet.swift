import Bytes
import Glibc

/// Files of one folder that appear all or not at all, as far as a file system lets them.
struct FileSet {
  struct File {
    /// Relative to the folder.
    let path: String
    let bytes: [UInt8]
    /// For its owner alone.
    let isSecret: Bool
  }

  private let files: [File]
  private let folder: String

  init(_ files: [File], in folder: String) {
    self.files = files
    self.folder = folder
  }

  /// Writes all files beside their places and then names one after the other, the last one last; what was named is
  /// taken back when one cannot be.
  ///
  /// - Throws: ``BytesError``, `exists` for the first file that is there and may not be replaced.
  func write(replacing: Bool) throws(BytesError) {
    var undo = Undo()
    do throws(BytesError) {
      try make(folder, &undo)
      var staged: [AtomicFile] = []
      for file in files {
        let path = FilePath.resolve(file.path, in: folder)
        try make(FilePath.folder(of: path), &undo)
        if !replacing, access(path, F_OK) == 0 { throw .exists(path: path) }
        let stage = try AtomicFile(path: path, permissions: file.isSecret ? 0o600 : 0o644)
        try stage.write(file.bytes)
        staged.append(stage)
      }
      for stage in staged {
        if replacing { try undo.keep(stage.path) }
        try replacing ? stage.commit() : stage.commitNew()
        undo.named.append(stage.path)
      }
    } catch {
      undo.run()
      throw error
    }
    undo.forget()
  }

  /// Makes a folder and those above it, unless they are there.
  private func make(_ folder: String, _ undo: inout Undo) throws(BytesError) {
    if mkdir(folder, 0o755) == 0 {
      undo.folders.append(folder)
      return
    }
    switch errno {
    case EEXIST: return
    case ENOENT where folder != FilePath.folder(of: folder):
      try make(FilePath.folder(of: folder), &undo)
      guard mkdir(folder, 0o755) == 0 else {
        throw .notWritable(path: folder, reason: systemReason())
      }
      undo.folders.append(folder)
    default: throw .notWritable(path: folder, reason: systemReason())
    }
  }

  /// What has been done, and how it was before.
  private struct Undo {
    var folders: [String] = []
    var named: [String] = []
    /// What was replaced, by path under another name.
    private var kept: [String: String] = [:]

    /// Gives a file that will be replaced another name.
    mutating func keep(_ path: String) throws(BytesError) {
      var status = stat()
      guard lstat(path, &status) == 0 else { return }
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw .notWritable(path: path, reason: systemReason(EISDIR))
      }
      let name = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).old"
      // Where a file cannot have two names, it is gone for the moment.
      guard link(path, name) == 0 || rename(path, name) == 0 else {
        throw .notWritable(path: path, reason: systemReason())
      }
      kept[path] = name
    }

    func run() {
      for path in named where kept[path] == nil { unlink(path) }
      for (path, old) in kept {
        rename(old, path)
        // Where both are the same file still, renaming does nothing.
        unlink(old)
      }
      for folder in folders.reversed() { rmdir(folder) }
    }

    /// Drops what was replaced.
    func forget() {
      for old in kept.values { unlink(old) }
    }
  }
}
