package import struct FoundationEssentials.Date

extension Date {
  /// The day in UTC: `2033-10-22`.
  ///
  /// Worked out here, since Foundation's styles take longer to set up than many a command takes.
  /// https://howardhinnant.github.io/date_algorithms.html#civil_from_days
  package var day: String {
    // Years begin in March, so that a leap day is the last of its year; eras of 400 years are all alike.
    let days = Int((timeIntervalSince1970 / 86_400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    func padded(_ number: Int, to count: Int) -> String {
      String(repeating: "0", count: max(0, count - "\(number)".count)) + "\(number)"
    }
    return "\(padded(year, to: 4))-\(padded(month < 10 ? month + 3 : month - 9, to: 2))-\(padded(day, to: 2))"
  }
}
