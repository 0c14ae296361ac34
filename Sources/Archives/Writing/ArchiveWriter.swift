package import Bytes
import CArchive

/// Archives of what is delivered beside an artifact, such as symbols and mappings, written with libarchive.
///
/// They are reproducible: members are sorted by path, belong to nobody (0:0), have modes 644 or 755 and no times but
/// that of their last change. With a fixed time given, the bytes depend on nothing but names, contents and the
/// libraries' versions. Packages themselves are written by ``ZipLayout`` and ``ZipWriter``.
package struct ArchiveWriter: Sendable {
  package let format: ArchiveFormat
  /// 0 (least effort) to 12 (smallest); what lies outside counts as the nearest.
  package let level: Int
  /// The time of every member, in seconds since 1970, as `SOURCE_DATE_EPOCH` gives it; nil for their own times.
  package let time: Int?

  /// libdeflate's and everyone's middle: little is gained above it.
  package static let defaultLevel = 6

  package init(format: ArchiveFormat, level: Int = defaultLevel, time: Int? = nil) {
    self.format = format
    self.level = level
    self.time = time
  }

  /// Writes the inputs to a sink, one buffer at a time.
  ///
  /// - Throws: ``ArchiveError``: `bytes` when reading or writing fails; `duplicateEntry` when two inputs give one path;
  ///   `escapingEntry`; `escapingLink` for a link out of the archive; `specialFile`; `corruptEntry` for a file that
  ///   changed while it was read; `libraryMissing`.
  package func write(
    _ inputs: [ArchiveInput], name: String, to sink: some ByteSink
  ) throws(ArchiveError) {
    let gathered = try ArchiveInput.gather(inputs, archive: name, limits: .container)
    let output = try LibraryWriter(self, name: name, sink: sink)
    for one in gathered { try output.write(one) }
    try output.finish()
  }
}

/// libarchive's writer over a sink.
private final class LibraryWriter {
  private let handle: OpaquePointer
  private let output: Output
  private let name: String
  private let options: ArchiveWriter

  init(_ options: ArchiveWriter, name: String, sink: any ByteSink) throws(ArchiveError) {
    try ArchiveLibrary.load()
    guard let handle = slipway_archive_write_new() else {
      throw .library(archive: name, entry: nil, reason: "out of memory")
    }
    self.handle = handle
    self.name = name
    self.options = options
    output = Output(sink)
    let level = options.format.ownLevel(options.level)
    switch options.format {
    case .zip:
      slipway_archive_write_set_format_zip(handle)
      try set("zip", "compression", level == 0 ? "store" : "deflate")
      if level > 0 { try set("zip", "compression-level", "\(level)") }
    case .tarZstandard, .tarXZ:
      slipway_archive_write_set_format_pax_restricted(handle)
      let isZstandard = options.format == .tarZstandard
      _ =
        isZstandard
        ? slipway_archive_write_add_filter_zstd(handle) : slipway_archive_write_add_filter_xz(handle)
      try set(isZstandard ? "zstd" : "xz", "compression-level", "\(level)")
    }
    // No padding of the last block: it would be to the block size of tape drives.
    slipway_archive_write_set_bytes_in_last_block(handle, 1)
    let context = Unmanaged.passUnretained(output).toOpaque()
    let status = slipway_archive_write_open(
      handle, context, nil, { Output.of($1).write(UnsafeRawBufferPointer(start: $2, count: $3)) }, nil)
    guard status == ARCHIVE_OK else { throw failure(nil) }
  }

  deinit {
    // Freeing closes, and closing writes: not to a sink whose file has been given up.
    slipway_archive_write_fail(handle)
    slipway_archive_write_free(handle)
  }

  func write(_ gathered: GatheredMember) throws(ArchiveError) {
    let member = gathered.member
    guard let entry = slipway_archive_entry_new() else { throw failure(member.path) }
    defer { slipway_archive_entry_free(entry) }
    slipway_archive_entry_set_pathname_utf8(entry, member.path)
    if options.format != .zip {
      slipway_archive_entry_set_mtime(entry, time_t(options.time ?? gathered.modified), 0)
    } else if options.time == nil {
      slipway_archive_entry_set_mtime(entry, time_t(gathered.modified), 0)
    }
    // A zip of a fixed time has none, which reads as 1 January 1980: its times are local ones, and the bytes would
    // depend on the machine's time zone.
    switch member.kind {
    case .folder:
      slipway_archive_entry_set_filetype(entry, slipway_type_directory())
      slipway_archive_entry_set_perm(entry, 0o755)
    case .link(let target):
      slipway_archive_entry_set_filetype(entry, slipway_type_link())
      slipway_archive_entry_set_perm(entry, 0o777)
      slipway_archive_entry_set_symlink_utf8(entry, target)
    case .file, .sameAs:
      slipway_archive_entry_set_filetype(entry, slipway_type_file())
      slipway_archive_entry_set_perm(entry, member.isExecutable ? 0o755 : 0o644)
      slipway_archive_entry_set_size(entry, la_int64_t(member.size))
    }
    guard UTF8Locale.use({ slipway_archive_write_header(handle, entry) }) == ARCHIVE_OK else {
      throw failure(member.path)
    }
    if member.kind == .file { try writeData(gathered) }
    guard slipway_archive_write_finish_entry(handle) == ARCHIVE_OK else { throw failure(member.path) }
  }

  func finish() throws(ArchiveError) {
    guard slipway_archive_write_close(handle) == ARCHIVE_OK else { throw failure(nil) }
  }

  private func writeData(_ gathered: GatheredMember) throws(ArchiveError) {
    let source = try wrapping { () throws(BytesError) in try FileSource(path: gathered.source) }
    guard source.count == gathered.member.size else {
      throw .corruptEntry(archive: name, entry: gathered.member.path)
    }
    try source.forEachBuffer(in: 0..<source.count, failing: ArchiveError.bytes) {
      (bytes) throws(ArchiveError) in
      guard slipway_archive_write_data(handle, bytes.baseAddress, bytes.count) == bytes.count else {
        throw failure(gathered.member.path)
      }
    }
  }

  private func set(_ module: String, _ option: String, _ value: String) throws(ArchiveError) {
    let status =
      slipway_archive_write_set_format_option(handle, module, option, value) == ARCHIVE_OK
      || slipway_archive_write_set_filter_option(handle, module, option, value) == ARCHIVE_OK
    guard status else { throw failure(nil) }
  }

  private func failure(_ entry: String?) -> ArchiveError {
    if let error = output.error { return .bytes(error) }
    let reason = slipway_archive_error_string(handle).map { String(cString: $0) }
    return .library(archive: name, entry: entry, reason: reason ?? "no reason given")
  }
}

/// What libarchive writes to.
///
/// Its callbacks come on the thread that writes the archive.
private final class Output {
  private let sink: any ByteSink
  private(set) var error: BytesError?

  init(_ sink: any ByteSink) {
    self.sink = sink
  }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> Output {
    // The pointer is the one that LibraryWriter set and keeps alive.
    Unmanaged<Output>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> la_ssize_t {
    do throws(BytesError) {
      try sink.write(bytes)
      return bytes.count
    } catch {
      self.error = error
      return -1
    }
  }
}
