import Foundation

/// Puts names in brackets in place of what nobody can predict.
struct Masks {
  /// Folders and what stands for them; the longest that fits counts.
  var folders: [(path: String, name: String)]

  func applied(to text: String) -> String {
    var text = text
    for folder in folders where !folder.path.isEmpty { text = text.replacing(folder.path, with: folder.name) }
    for (date, name) in dates { text = text.replacing(date, with: name) }
    text.replace(/\[-TODAY--\][T ]\d\d:\d\d:\d\dZ/, with: "[NOW]")
    text.replace(/\[30-YEARS\][T ]\d\d:\d\d:\d\dZ/, with: "[30-YEARS]")
    text.replace(/\b\d{8}T\d{6}-[0-9a-z]+/, with: "[RUN]")
    text.replace(/127\.0\.0\.1:\d+/, with: "127.0.0.1:[PORT]")
    text.replace(/\bport [1-9]\d*/, with: "port [PORT]")
    text.replace(/\b[0-9a-f]{64}\b/, with: "[SHA256]")
    text.replace(/\b[0-9a-f]{40}\b/, with: "[SHA1]")
    text.replace(/\b\d{8}T\d{6}Z-[0-9a-f]{32}/, with: "[ENTRY]")
    text.replace(/\b[0-9a-f]{32}\b/, with: "[STORE]")
    text.replace(/\b[0-9a-f]{16}\b/, with: "[sha256-16-...]")
    text.replace(/\b[0-9a-f]{12}\b/, with: "[sha256-...]")
    text.replace(/\bage1[0-9a-z]{58}\b/, with: "[AGE]")
    text.replace(/ed25519:[A-Za-z0-9+\/]{43}=/, with: "ed25519:[KEY]")
    text.replace(/(?<begin>BEGIN CERTIFICATE REQUEST-----\n)([A-Za-z0-9+\/=]+\n)+/) {
      "\($0.output.begin)[REQUEST]\n"
    }
    text.replace(/\b(\d+ ms|\d+(\.\d)? s|\d+ min \d+ s)\b/, with: "[TIME]")
    // Signatures and certificates are compressed, and some are a few bytes longer than others.
    text.replace(/(?<name>\.(?:aab|ipa) {2,})\d+\.\d kB/) { "\($0.output.name)[SIZE]" }
    text.replace(/"seconds":[0-9.e-]+/, with: "\"seconds\":[SECONDS]")
    // Columns are as wide as the widest of what was there.
    text.replace(/(?<name>\bRUN|\[RUN\]|\bTIME|\[TIME\]) {2,}/) { "\($0.output.name)  " }
    return text
  }

  /// Today and the days that keys made today end, also if midnight comes in between.
  private var dates: [(String, String)] {
    [-1, 0, 1].flatMap { offset in
      let day = Date().addingTimeInterval(Double(offset) * 86_400)
      return [
        (day, "[-TODAY--]"), (day.addingTimeInterval(10_000 * 86_400), "[27-YEARS]"),
        (day.addingTimeInterval(10_950 * 86_400), "[30-YEARS]"),
      ].map {
        date, name in
        (date.formatted(Date.ISO8601FormatStyle().year().month().day()), name)
      }
    }
  }
}
