import Plotting
import Testing

@Suite("Stems")
struct StemMarkTests {
  @Test("Stems reach to zero")
  func stemsReachToZero() throws {
    let stems = try #require(try stem(x: [1, 2], y: [5, 6]).geometry().first)
    #expect(stems.y.limits.lowerBound == 0 && stems.y.limits.contains(6))
  }
}
