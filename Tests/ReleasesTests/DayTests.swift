import Foundation
import Releases
import Testing

@Suite struct DayTests {
  @Test(arguments: [
    (0.0, "1970-01-01"), (-1.0, "1969-12-31"), (951_782_399.5, "2000-02-28"), (951_782_400, "2000-02-29"),
    (951_868_800, "2000-03-01"), (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"),
    (2_013_552_000, "2033-10-22"), (253_402_300_799, "9999-12-31"), (-62_135_596_800, "0001-01-01"),
  ])
  func `a moment is of a day`(seconds: Double, day: String) {
    #expect(Date(timeIntervalSince1970: seconds).day == day)
  }

  @Test func `Foundation counts alike`() {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
    for days in stride(from: -100_000, through: 1_000_000, by: 997) {
      let date = Date(timeIntervalSince1970: Double(days) * 86_400 + 3601)
      #expect(date.day == date.formatted(style))
    }
  }
}
