import Glibc
package import Pipelines

/// Looks for the files that a path or glob of a pipeline file means.
///
/// Links are matched but never walked through, so that no search leaves the folder it began in or runs in a circle.
package struct GlobSearch {
  /// How many files and folders are looked at before the search gives up.
  package static let limit = 200_000

  /// The folder that patterns are taken from.
  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// The only file or folder that matches, as a path that begins with the search's folder unless the pattern is
  /// absolute.
  ///
  /// - Throws: ``PipelineError`` at the pattern's place, with the nearest when nothing matches and the first ten when
  ///   several do.
  package func onlyMatch(_ pattern: Located<String>) throws(PipelineError) -> String {
    let found = try search(pattern)
    if found.matches.count > 1 {
      let shown = Array(found.matches.prefix(10))
      throw .refused([
        Diagnostic(
          .severalMatches(pattern: pattern.value, matches: shown, total: found.matches.count),
          at: pattern.position)
      ])
    }
    guard let match = found.matches.first else {
      let nearest = GlobSearch.nearest(to: pattern.value, among: found.others)
      throw .refused([Diagnostic(.noMatch(pattern: pattern.value, nearest: nearest), at: pattern.position)])
    }
    return path(match)
  }

  /// Everything that matches, sorted; nothing is no error here.
  ///
  /// - Throws: ``PipelineError`` at the pattern's place when a folder cannot be read or there is too much to look at.
  package func matches(_ pattern: Located<String>) throws(PipelineError) -> [String] {
    try search(pattern).matches.map(path)
  }

  private func path(_ written: String) -> String {
    if written.hasPrefix("/") || folder.isEmpty { return written }
    return folder.hasSuffix("/") ? folder + written : "\(folder)/\(written)"
  }

  /// What matches, and what was seen besides, both as written from the search's folder and sorted.
  private func search(_ pattern: Located<String>) throws(PipelineError) -> (
    matches: [String], others: [String]
  ) {
    guard let glob = Glob(pattern.value) else {
      throw .refused([Diagnostic(.badGlob(pattern.value), at: pattern.position)])
    }
    if let literal = glob.literalPath, exists(literal) { return ([literal], []) }
    var matches: [String] = []
    var others: [String] = []
    var looked = 0
    var folders = [glob.base]
    while let next = folders.popLast() {
      for name in try names(in: next, for: pattern) {
        looked += 1
        guard looked <= GlobSearch.limit else {
          throw .refused([
            Diagnostic(.tooManyFiles(pattern: pattern.value, limit: GlobSearch.limit), at: pattern.position)
          ])
        }
        let item = next.isEmpty ? name : next.hasSuffix("/") ? next + name : "\(next)/\(name)"
        if glob.matches(item) { matches.append(item) } else { others.append(item) }
        if !glob.isLiteral, glob.mayMatch(within: item), isFolder(item) { folders.append(item) }
      }
    }
    return (matches.sorted(), others.sorted())
  }

  /// The names in a folder; none when it is not there or is no folder, for then nothing in it matches.
  private func names(in written: String, for pattern: Located<String>) throws(PipelineError) -> [String] {
    let folder = written.isEmpty ? (self.folder.isEmpty ? "." : self.folder) : path(written)
    guard let stream = opendir(folder) else {
      let number = errno
      if number == ENOENT || number == ENOTDIR { return [] }
      let problem = String(cString: strerror(number))
      throw .refused([Diagnostic(.unreadableFolder(path: folder, problem: problem), at: pattern.position)])
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream), names.count <= GlobSearch.limit {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private func exists(_ written: String) -> Bool {
    var status = stat()
    return lstat(path(written), &status) == 0
  }

  private func isFolder(_ written: String) -> Bool {
    var status = stat()
    return lstat(path(written), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// What was probably meant: files with the pattern's extension, or else the name with the fewest edits.
  private static func nearest(to pattern: String, among others: [String]) -> [String] {
    let name = pattern.split(separator: "/").last.map(String.init) ?? pattern
    if let dot = name.lastIndex(of: ".") {
      let alike = others.filter { $0.hasSuffix(name[dot...]) }
      if !alike.isEmpty { return Array(alike.prefix(5)) }
    }
    let plain = pattern.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return Nearest.word(to: plain, among: others.prefix(5000)).map { [$0] } ?? []
  }
}
