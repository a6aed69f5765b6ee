import Plotting
import Testing

@Suite("Ticks of linear axes")
struct LinearTicksTests {
  @Test("Steps are 1, 2, 2.5 or 5 times a power of ten, with as many decimals as they need")
  func linear() throws {
    #expect(try tickLabels(0, 1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(try tickLabels(-1, 1) == ["−1.00", "−0.75", "−0.50", "−0.25", "0.00", "0.25", "0.50", "0.75", "1.00"])
    #expect(try tickLabels(0, 10_000) == ["0", "2000", "4000", "6000", "8000", "10000"])
    #expect(try tickLabels(3.2e7, 6.1e7).first == "3.5×10⁷")
    #expect(try tickLabels(0, 4e-5).prefix(2) == ["0", "0.5×10⁻⁵"])
    #expect(try tickLabels(1e6, 1_000_001).first == "1000000.0")
  }
}
