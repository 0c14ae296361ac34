import struct FoundationEssentials.Date

/// The text of a date in a property list: `2026-07-06T11:50:51Z`, whole seconds of the Gregorian calendar.
enum PropertyListDate {
  /// The seconds since 1970 that have a year of four digits: 0001 to 9999.
  static let range: ClosedRange<Double> = -62_135_596_800...253_402_300_799

  /// The date; nil for any other text.
  static func date(_ text: some Collection<UInt8>) -> Date? {
    var rest = Array(text)[...]
    func number(_ digits: Int) -> Int? {
      let taken = rest.prefix(digits)
      guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      rest = rest.dropFirst(digits)
      return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func mark(_ character: Character) -> Bool { rest.popFirst() == character.asciiValue }

    guard let year = number(4), mark("-"), let month = number(2), mark("-"), let day = number(2), mark("T"),
      let hour = number(2), mark(":"), let minute = number(2), mark(":"), let second = number(2), mark("Z"),
      rest.isEmpty, year > 0, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
      second < 60
    else { return nil }
    return Date(
      timeIntervalSince1970: Double(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second))
  }

  /// The text of a date; one outside ``range`` is moved to its nearer end.
  static func text(_ date: Date) -> String {
    let seconds = min(max(date.timeIntervalSince1970, range.lowerBound), range.upperBound)
    let whole = seconds.isNaN ? 0 : Int(seconds.rounded(.down))
    let second = (whole % 86_400 + 86_400) % 86_400
    let (year, month, day) = civil((whole - second) / 86_400)
    let parts = [
      (year, 4), (month, 2), (day, 2), (second / 3600, 2), (second / 60 % 60, 2), (second % 60, 2),
    ]
    .map { number, width in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return parts[..<3].joined(separator: "-") + "T" + parts[3...].joined(separator: ":") + "Z"
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // Years that start in March have their leap day at the end.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  /// The inverse of ``days(_:_:_:)``, for years from 1 on.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }
}
