import Display
import Testing

@Suite("Numbers of a table's column")
struct AlignedNumbersTests {
  @Test(
    "Numbers of a column have one number of decimals",
    arguments: [
      (["61.7149", "33.31", "-5.0"], ["61.7149", "33.3100", "-5.0000"]),
      (["0.3333333333333333", "12.5", "3"], ["0.3333", "12.5000", "3.0000"]),
      (["123456.789012345", "1.5", "0.30000000000000004"], ["123456.8", "1.5", "0.3"]),
      (["1e-05", "0.25", "0.0"], ["0.00001", "0.25000", "0.00000"]),
    ])
  func decimals(cells: [String], shown: [String]) { #expect(AlignedNumbers(cells).texts == shown) }

  @Test("A small number among large ones keeps three significant digits")
  func smallNumbers() {
    #expect(AlignedNumbers(["365.123456789", "0.00497"]).texts == ["365.12346", "0.00497"])
  }

  @Test("Missing values and numbers that are none stay among the others")
  func missing() {
    let cells = ["1.25", "–", "nan", "inf", "", "2.5"]
    #expect(AlignedNumbers(cells).texts == ["1.25", "–", "nan", "inf", "", "2.50"])
  }

  @Test("Numbers of a very wide range have exponents")
  func wideRange() {
    #expect(
      AlignedNumbers(["1.5e-12", "0.5", "123456.75"]).texts == ["1.50000e-12", "5.00000e-01", "1.23457e+05"])
    #expect(AlignedNumbers(["1e+20", "2.5"]).texts == ["1.0e+20", "2.5e+00"])
  }

  @Test(
    "Integers, words and numbers with marks of their own stay as they are",
    arguments: [
      ["1", "100", "–"], ["1.5", "many"], ["85.5 %", "3.25 %"], ["1,234.5", "2.25"], ["1.", "2.5"], [".5", "1.25"],
      ["–", ""],
      [], ["1.5e", "2.5"], ["0x1.8p3", "1.25"], ["1.2.3", "1.5"],
    ])
  func unchanged(cells: [String]) { #expect(AlignedNumbers(cells).texts == cells) }

  @Test("A table's text has the numbers of each column aligned, and its data have all digits")
  func table() throws {
    let table = try Table(columns: ["x", "n"], rows: [["0.30000000000000004", "1"], ["12.25", "10"]])
    #expect(table.description == "x      n\n 0.30   1\n12.25  10")
    #expect(table.mimeBundle.text(.table)?.contains("0.30000000000000004") == true)
  }
}
