import Display
import Foundation
import Plotting
import Testing

@Suite("Ticks of dates")
struct DateTicksTests {
  /// The labels of an x axis between two dates; a line end as ⏎.
  private func labels(_ first: String, _ last: String) throws -> [String] {
    let dates = try [first, last].map { try Date($0, strategy: .iso8601) }
    let figure = plot(x: dates, y: [0, 1]).xLimits(dates[0]...dates[1])
    let geometry = try #require(try figure.geometry().first)
    return geometry.x.ticks.filter { !$0.label.isEmpty }.map { $0.label.replacing("\n", with: "⏎") }
  }

  @Test(
    "Ticks are at round dates and times, from seconds to centuries",
    arguments: [
      ("2026-03-14T10:30:00Z", "2026-03-14T10:30:04Z", "10:30:00⏎14 Mar 2026 10:30:01 10:30:02 10:30:03 10:30:04"),
      ("2026-03-14T10:00:00Z", "2026-03-14T11:00:00Z", "10:00⏎14 Mar 2026 10:10 10:20 10:30 10:40 10:50 11:00"),
      (
        "2026-03-14T18:00:00Z", "2026-03-15T12:00:00Z",
        "18:00⏎14 Mar 2026 21:00 00:00⏎15 Mar 2026 03:00 06:00 09:00 12:00"
      ),
      ("2025-12-29T00:00:00Z", "2026-01-03T00:00:00Z", "29 Dec⏎2025 30 Dec 31 Dec 1 Jan⏎2026 2 Jan 3 Jan"),
      ("2025-01-01T00:00:00Z", "2025-12-31T00:00:00Z", "Jan⏎2025 Mar May Jul Sep Nov"),
      ("2023-06-15T00:00:00Z", "2025-03-01T00:00:00Z", "Jul⏎2023 Jan⏎2024 Jul Jan⏎2025"),
      ("1990-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "1990 2000 2010 2020"),
      ("1700-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "1700 1750 1800 1850 1900 1950 2000"),
    ])
  func places(first: String, last: String, expected: String) throws {
    #expect(try labels(first, last).joined(separator: " ") == expected)
  }

  @Test("Weeks begin on Mondays")
  func weeks() throws {
    #expect(try labels("2026-03-01T00:00:00Z", "2026-04-05T00:00:00Z").first == "2 Mar⏎2026")
  }

  @Test("A single date, and dates beyond any calendar, have ticks")
  func oddDates() throws {
    let day = Date(timeIntervalSince1970: 0)
    for dates in [
      [day], [day, day], [day, .distantFuture], [.distantPast, day], [Date(timeIntervalSince1970: 1e300), day],
    ] {
      let figure = plot(x: dates, y: dates.map { _ in 1.0 })
      #expect(try #require(try figure.geometry().first).x.ticks.isEmpty == false)
    }
  }

  @Test("The alternative text has the dates at the ends")
  func words() throws {
    let dates = [0.0, 86_400 * 40].map { Date(timeIntervalSince1970: $0) }
    let words = try #require(plot(x: dates, y: [1, 2]).mimeBundle.metadata.alternativeText)
    #expect(words == "A line of 2 points; x from 1 Jan 1970 to 10 Feb 1970, y from 1 to 2.")
  }
}
