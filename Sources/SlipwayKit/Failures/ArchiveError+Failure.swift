package import Archives

extension ArchiveError: Explained {
  package var failure: Failure {
    switch self {
    case .bytes(let error):
      error.failure
    case .notAnArchive(let archive):
      Failure(
        .inputUnreadable, "\(archive) is no archive that Slipway reads.",
        remedy: "Give a ZIP-based package, a zip, tar.gz, tar.xz, tar.zst or 7z, or a folder.")
    case .damaged(let archive, let structure, let offset, let flaw):
      Failure(
        .inputUnreadable,
        "\(archive) is damaged: the \(structure.rawValue) at offset \(offset) \(flaw.words).",
        remedy: "Make or fetch the file anew; it was cut off, or what made it is broken.")
    case .unsupported(let archive, let feature):
      Failure(
        .inputUnreadable, "\(archive) \(feature.words), which no store accepts.",
        remedy: "Make it anew as a plain ZIP.")
    case .encrypted(let archive, let entry):
      Failure(
        .inputUnreadable, "The entry \(entry) of \(archive) is encrypted.",
        remedy: "Make the archive anew without a password.")
    case .unknownCompression(let archive, let entry, let method):
      Failure(
        .inputUnreadable, "The entry \(entry) of \(archive) is compressed by method \(method).",
        remedy: "Packages may only store (0) or deflate (8): make it anew.")
    case .duplicateEntry(let archive, let entry):
      Failure(
        .inputUnreadable, "\(archive) has more than one entry \(entry).",
        remedy: "Make it anew: readers would disagree on which one counts.")
    case .escapingEntry(let archive, let entry):
      Failure(
        .inputUnreadable, "The entry \(entry) of \(archive) leads out of the archive.",
        remedy: "Make it anew with relative names and without `..`; be wary of where it came from.")
    case .malformedName(let archive, let entry):
      Failure(
        .inputUnreadable, "The entry “\(entry)” of \(archive) has no proper name.",
        remedy: "Names may not be empty nor hold NULs or line breaks: make the archive anew.")
    case .escapingLink(let archive, let entry, let target):
      Failure(
        .inputUnreadable,
        "The entry \(entry) of \(archive) leads through a link to \(target), out of its tree.",
        remedy: "Replace the link by what it points to; be wary of where the archive came from.")
    case .specialFile(let archive, let entry):
      Failure(
        .inputUnreadable, "\(entry) in \(archive) is neither a file nor a folder nor a link.",
        remedy: "Leave devices, sockets and pipes out.")
    case .bomb(let archive, let entry, let size, let limit):
      Failure(
        .inputUnreadable,
        "The entry \(entry) of \(archive) would expand to \(size) bytes, beyond the \(limit) that are believed.",
        remedy: "An app has no such file; be wary of where the archive came from.")
    case .corruptEntry(let archive, let entry):
      Failure(
        .inputUnreadable,
        "The entry \(entry) of \(archive) does not decompress to what its size and checksum say.",
        remedy: "Make or fetch the file anew.")
    case .missingEntry(let archive, let entry):
      Failure(
        .inputUnreadable, "There is no entry \(entry) in \(archive).",
        remedy: "Check the name and the archive.")
    case .tooManyEntries(let archive, let limit):
      Failure(
        .inputUnreadable, "\(archive) has more than \(limit) entries.",
        remedy: "Split it, or leave files out.")
    case .tooLarge(let archive, let entry, let size, let limit):
      Failure(
        .inputUnreadable,
        "\(entry ?? archive) would take \(size) bytes where the ZIP format has room for \(limit).",
        remedy: "Leave files out, or deliver them beside the package.")
    case .libraryMissing(let reason):
      Failure(
        .unavailable, "Archives cannot be read or written without libarchive: \(reason).",
        remedy: "Install it; Debian's package is libarchive13.")
    case .library(let archive, let entry, let reason):
      Failure(
        .inputUnreadable,
        "\(entry.map { "The entry \($0) of \(archive)" } ?? archive) cannot be handled: \(reason).",
        remedy: nil)
    case .readBack(let archive, let entry, let flaw):
      Failure(
        .ourFault, "\(archive) was written and then read back wrongly: the entry \(entry) \(flaw.words).",
        remedy: "Nothing was delivered. Run again; if it stays, please report it.")
    }
  }
}

extension ZipFlaw {
  fileprivate var words: String {
    switch self {
    case .missing: "is missing"
    case .signature: "does not begin with its signature"
    case .outside: "reaches beyond the place that is there for it"
    case .followed(let count): "is followed by \(count) bytes that do not belong to the archive"
    case .overlap(let entry): "of \(entry) lies on top of another entry"
    case .name(let entry): "has another name than \(entry), which the central directory gives"
    case .number(let stated, let actual): "says \(stated) where \(actual) is true"
    }
  }
}

extension ZipFeature {
  fileprivate var words: String {
    switch self {
    case .zip64: "is a ZIP64"
    case .severalVolumes: "is a ZIP of several volumes"
    case .moreThan4GiB: "is a ZIP of more than 4 GiB"
    case .hugeDirectory(let limit): "has a central directory of more than \(limit) bytes"
    }
  }
}

extension ReadBackFlaw {
  fileprivate var words: String {
    switch self {
    case .missing: "is missing"
    case .unexpected: "should not be there"
    case .size(let written, let read): "has \(read) bytes instead of \(written)"
    case .checksum(let written, let read): "has the checksum \(read) instead of \(written)"
    case .place(let written, let read): "lies at \(read) instead of \(written)"
    }
  }
}
