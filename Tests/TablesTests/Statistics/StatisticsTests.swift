import Tables
import Testing

@Suite("Statistics of numbers")
struct StatisticsTests {
  @Test("Integers and floating-point numbers have numpy's statistics")
  func values() {
    #expect([1, 2, 3, 10].mean() == 4)
    #expect([1.0, 2, 3, 10].median() == 2.5)
    #expect([1, 2, 3, 10].variance() == 50.0 / 3)
    #expect([1, 2, 3, 10].variance(ddof: 0) == 12.5)
    #expect([2.0, 4].standardDeviation(ddof: 0) == 1)
    #expect([1, 2, 3, 10].quantile(0.9) == 3 + 0.7 * 7 || abs([1, 2, 3, 10].quantile(0.9) - 7.9) < 1e-12)
    #expect([Float(1), 2].mean() == 1.5)
    #expect((1...5).median() == 3)
  }

  @Test("Without numbers there is no statistic")
  func empty() {
    #expect([Double]().mean().isNaN && [Int]().median().isNaN && [1].variance().isNaN && [Double]().quantile(0).isNaN)
  }

  @Test("A mean that is not a number says so")
  func notANumber() { #expect([1, .nan].mean().isNaN && [1, .nan].median().isNaN) }

  @Test("A sum of large and small numbers loses none of them")
  func compensated() { #expect([1, 1e100, 1, -1e100].mean() == 0.5) }

  @Test("A column's statistics leave out missing values")
  func columns() {
    let column = Column(name: "x", contents: [1, nil, 3, 8])
    #expect(column.sum() == 12 && column.mean() == 4 && column.median() == 3 && column.min() == 1 && column.max() == 8)
    #expect(column.variance() == 13 && column.standardDeviation() == 13.0.squareRoot() && column.quantile(1) == 8)
    #expect(column.eraseToAnyColumn().mean() == 4 && column.eraseToAnyColumn().sum() == 12)
    #expect(Column<Int>(name: "x").mean() == nil && Column<Int>(name: "x").sum() == 0)
  }

  @Test("A fraction that is none stops with its value")
  func fraction() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1.0].quantile(90)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("a quantile needs a fraction from 0 to 1, not 90.0"))
  }
}
