import Plotting
import Testing

@Suite("Ticks of logarithmic axes")
struct LogTicksTests {
  @Test("Ticks are decades, thinned when there are many")
  func logarithmic() throws {
    #expect(try tickLabels(1, 1000, .log) == ["1", "10", "100", "1000"])
    #expect(try tickLabels(1e-5, 10, .log) == ["10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"])
    #expect(try tickLabels(1e-30, 1, .log).count < 10)
    #expect(try tickLabels(2, 8, .log).count >= 2)
    #expect(try tickLabels(16, 256, .log(base: 2)) == ["16", "32", "64", "128", "256"])
  }

  @Test("Ticks of a symmetric logarithm are powers on both sides, and zero")
  func symlog() throws {
    #expect(try tickLabels(-100, 100, .symlog) == ["−100", "−10", "−1", "0", "1", "10", "100"])
  }
}
