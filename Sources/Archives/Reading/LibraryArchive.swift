import Bytes
import CArchive
import Glibc

/// An archive opened with libarchive over a byte source.
///
/// Only formats and filters that run inside the library are on: it would start programs of the machine for others.
final class LibraryArchive: MemberWalk {
  enum Formats {
    /// tar and 7z; gzip, bzip2, xz, lzma, zstd around them.
    case containers
    /// zip by its central directory alone.
    case zip
  }

  let name: String
  private let limits: ArchiveLimits
  private let handle: OpaquePointer
  private let input: Input
  /// The header of the current member.
  private var entry: OpaquePointer?
  private var memberPath = ""
  private var consumedBefore = 0

  /// - Throws: ``ArchiveError/notAnArchive(archive:)``, ``ArchiveError/bytes(_:)``,
  ///   ``ArchiveError/library(archive:entry:reason:)``, ``ArchiveError/libraryMissing(reason:)``.
  init(
    _ source: any ByteSource, name: String, formats: Formats, limits: ArchiveLimits
  ) throws(ArchiveError) {
    try ArchiveLibrary.load()
    guard let handle = slipway_archive_read_new() else {
      throw .library(archive: name, entry: nil, reason: "out of memory")
    }
    self.name = name
    self.limits = limits
    self.handle = handle
    input = Input(source)
    switch formats {
    case .zip:
      // Not archive_read_support_format_zip: its streaming half believes local headers.
      slipway_archive_read_support_format_zip_seekable(handle)
    case .containers:
      slipway_archive_read_support_format_tar(handle)
      slipway_archive_read_support_format_7zip(handle)
      slipway_archive_read_support_filter_gzip(handle)
      slipway_archive_read_support_filter_bzip2(handle)
      slipway_archive_read_support_filter_xz(handle)
      slipway_archive_read_support_filter_lzma(handle)
      slipway_archive_read_support_filter_zstd(handle)
    }
    slipway_archive_read_set_callback_data(handle, Unmanaged.passUnretained(input).toOpaque())
    slipway_archive_read_set_read_callback(handle) { Input.of($1).read($2) }
    slipway_archive_read_set_skip_callback(handle) { Input.of($1).skip($2) }
    slipway_archive_read_set_seek_callback(handle) { Input.of($1).seek($2, from: $3) }
    guard UTF8Locale.use({ slipway_archive_read_open1(handle) }) == ARCHIVE_OK else {
      if let error = input.error { throw .bytes(error) }
      throw .notAnArchive(archive: name)
    }
  }

  deinit {
    slipway_archive_read_free(handle)
  }

  var expansionLimit: Int { limits.expansion(ofCompressed: input.source.count) }

  func next() throws(ArchiveError) -> ArchiveMember? {
    while let entry = try advance() {
      let raw =
        text(slipway_archive_entry_pathname_utf8(entry)) ?? text(slipway_archive_entry_pathname(entry)) ?? ""
      memberPath = raw
      let path = try MemberPath.normalized(raw, archive: name)
      if !path.isEmpty {
        memberPath = path
        return try member(entry, path: path)
      }
    }
    return nil
  }

  /// The next member's name and size as they stand, without any rule for them; nil at the end.
  func nextRaw() throws(ArchiveError) -> (path: [UInt8], size: Int?)? {
    guard let entry = try advance() else { return nil }
    let name = slipway_archive_entry_pathname(entry)
    let bytes = name.map { UnsafeRawBufferPointer(start: $0, count: strlen($0)) }
    memberPath = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let size = slipway_archive_entry_size_is_set(entry) != 0 ? Int(slipway_archive_entry_size(entry)) : nil
    return (bytes.map(Array.init) ?? [], size)
  }

  private func advance() throws(ArchiveError) -> OpaquePointer? {
    let status = UTF8Locale.use { slipway_archive_read_next_header(handle, &entry) }
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw failure(entry: nil) }
    consumedBefore = input.consumed
    return entry
  }

  func read(_ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) throws(ArchiveError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var made = 0
    while true {
      let count = slipway_archive_read_data(handle, buffer.baseAddress, buffer.count)
      guard count >= 0 else {
        if let error = input.error { throw .bytes(error) }
        throw .corruptEntry(archive: name, entry: memberPath)
      }
      if count == 0 { return }
      made += count
      let limit = limits.expansion(ofCompressed: input.consumed - consumedBefore + Input.bufferSize)
      guard made <= limit else {
        throw .bomb(archive: name, entry: memberPath, size: made, limit: limit)
      }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private func member(_ entry: OpaquePointer, path: String) throws(ArchiveError) -> ArchiveMember {
    guard slipway_archive_entry_is_encrypted(entry) == 0 else { throw .encrypted(archive: name, entry: path) }
    let size = slipway_archive_entry_size_is_set(entry) != 0 ? Int(slipway_archive_entry_size(entry)) : 0
    guard size >= 0 else { throw .corruptEntry(archive: name, entry: path) }
    let isExecutable = slipway_archive_entry_perm(entry) & 0o100 != 0
    func made(_ kind: ArchiveMember.Kind, size: Int = 0) -> ArchiveMember {
      ArchiveMember(path: path, kind: kind, size: size, isExecutable: isExecutable)
    }
    if let target = text(slipway_archive_entry_hardlink_utf8(entry)) {
      return made(.sameAs(path: try MemberPath.normalized(target, archive: name)))
    }
    switch UInt32(slipway_archive_entry_filetype(entry)) {
    case slipway_type_file(): return made(.file, size: size)
    case slipway_type_directory(): return made(.folder)
    case slipway_type_link():
      return made(.link(target: text(slipway_archive_entry_symlink_utf8(entry)) ?? ""))
    default: throw .specialFile(archive: name, entry: path)
    }
  }

  private func failure(entry: String?) -> ArchiveError {
    if let error = input.error { return .bytes(error) }
    return .library(
      archive: name, entry: entry, reason: text(slipway_archive_error_string(handle)) ?? "no reason given")
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

/// What libarchive reads from.
///
/// Its callbacks come on the thread that reads the archive.
private final class Input {
  static let bufferSize = 1 << 18

  let source: any ByteSource
  /// The bytes handed out so far, counted again when they are read again.
  private(set) var consumed = 0
  private(set) var error: BytesError?
  private var position = 0
  /// How much the next read takes: little behind a seek, where perhaps only a header is wanted, then ever more.
  private var step = smallestStep
  private static let smallestStep = 4096
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)

  init(_ source: any ByteSource) {
    self.source = source
  }

  deinit {
    buffer.deallocate()
  }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> Input {
    // The pointer is the one that LibraryArchive set and keeps alive.
    Unmanaged<Input>.fromOpaque(pointer.unsafelyUnwrapped).takeUnretainedValue()
  }

  func read(_ result: UnsafeMutablePointer<UnsafeRawPointer?>?) -> la_ssize_t {
    let part = UnsafeMutableRawBufferPointer(
      rebasing: buffer[..<max(0, min(step, source.count - position))])
    step = min(step * 2, buffer.count)
    do throws(BytesError) {
      try source.read(at: position, into: part)
    } catch {
      self.error = error
      return -1
    }
    result?.pointee = UnsafeRawPointer(buffer.baseAddress)
    position += part.count
    consumed += part.count
    return part.count
  }

  func skip(_ count: la_int64_t) -> la_int64_t {
    let skipped = max(0, min(Int(count), source.count - position))
    position += skipped
    step = Self.smallestStep
    return la_int64_t(skipped)
  }

  func seek(_ offset: la_int64_t, from whence: Int32) -> la_int64_t {
    let base = [0, position, source.count]
    guard base.indices.contains(Int(whence)) else { return la_int64_t(ARCHIVE_FATAL) }
    let (target, overflow) = base[Int(whence)].addingReportingOverflow(Int(offset))
    guard !overflow, target >= 0 else { return la_int64_t(ARCHIVE_FATAL) }
    position = min(target, source.count)
    step = Self.smallestStep
    return la_int64_t(position)
  }
}

/// Names in archives are UTF-8, whatever the machine's locale, to which libarchive would convert them.
enum UTF8Locale {
  /// Made once and kept.
  ///
  /// Without such a locale on the machine, names outside ASCII may be refused.
  private nonisolated(unsafe) static let locale = slipway_make_utf8()

  /// Runs `body`, a call of the library, with the calling thread's locale set.
  ///
  /// By `errno` alone the library tells a name that it cannot convert from a lack of memory, and it does not reset it: an
  /// earlier call of the thread must not have left one.
  static func use<Result>(_ body: () -> Result) -> Result {
    errno = 0
    guard let locale else { return body() }
    let former = slipway_use_utf8(locale)
    defer { _ = slipway_use_utf8(former) }
    return body()
  }
}
