import FoundationEssentials

extension ASN1Reader {
  /// The next element, a UTCTime or a GeneralizedTime.
  ///
  /// RFC 5280 §4.1.2.5 wants `YYMMDDHHMMSSZ` and `YYYYMMDDHHMMSSZ`; older certificates leave out the seconds or
  /// give an offset, and are read too.
  mutating func time() throws(CryptographyError) -> Date {
    let failure = malformed
    let element = try next()
    guard element.tag == ASN1.utcTime || element.tag == ASN1.generalizedTime,
      let seconds = Self.seconds(of: element.content, yearDigits: element.tag == ASN1.utcTime ? 2 : 4)
    else { throw failure }
    return Date(timeIntervalSince1970: Double(seconds))
  }

  /// Seconds since 1970; nil when the text is no time.
  private static func seconds(of text: ArraySlice<UInt8>, yearDigits: Int) -> Int? {
    var rest = text
    func number(_ digits: Int) -> Int? {
      let taken = rest.prefix(digits)
      guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      rest = rest.dropFirst(digits)
      return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    guard var year = number(yearDigits), let month = number(2), let day = number(2), let hour = number(2),
      let minute = number(2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60
    else { return nil }
    let second = number(2) ?? 0
    guard second < 60 else { return nil }
    // Two-digit years are those of 1950 … 2049.
    if yearDigits == 2 { year += year < 50 ? 2000 : 1900 }
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }

    var offset = 0
    switch rest.popFirst() {
    case UInt8(ascii: "Z"): break
    case let sign? where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
      guard let hours = number(2), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
      offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "+") ? 60 : -60)
    default: return nil
    }
    guard rest.isEmpty else { return nil }
    return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // Years that start in March have their leap day at the end.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}

extension ASN1 {
  /// A time as RFC 5280 §4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime from 2050.
  ///
  /// Whole seconds.
  static func encodeTime(_ date: Date) -> [UInt8] {
    let (year, month, day, second) = civil(Int(date.timeIntervalSince1970.rounded(.down)))
    let clock = [second / 3600, second / 60 % 60, second % 60]
    let isShort = (1950..<2050).contains(year)
    let digits = pad(isShort ? year % 100 : year, isShort ? 2 : 4)
    let text = digits + ([month, day] + clock).map { pad($0, 2) }.joined() + "Z"
    return encode(isShort ? utcTime : generalizedTime, Array(text.utf8))
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// The Gregorian date of a time, and the second of its day.
  ///
  /// The inverse of the reader's count of days.
  private static func civil(_ seconds: Int) -> (year: Int, month: Int, day: Int, second: Int) {
    let (days, second) = (
      seconds - (seconds % 86_400 + 86_400) % 86_400, (seconds % 86_400 + 86_400) % 86_400
    )
    let shifted = days / 86_400 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
      second
    )
  }
}
