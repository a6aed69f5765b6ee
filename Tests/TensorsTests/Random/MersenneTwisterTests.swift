import Tensors
import TestSupport
import Testing

@Suite("The Mersenne Twister")
struct MersenneTwisterTests {
  @Test("The words are those of the reference implementation")
  func firstWordsAreTheReferenceImplementations() {
    var generator = MersenneTwister(seed: 5489)
    #expect((0..<3).map { _ in generator.next32() } == [3_499_211_612, 581_869_302, 3_890_346_734])
    for _ in 3..<9_999 { _ = generator.next32() }
    #expect(generator.next32() == 4_123_659_995)  // the C++ standard's test of mt19937
  }

  @Test("The 64-bit words are PyTorch's")
  func agreesWithTorch() throws {
    struct File: Decodable {
      struct Row: Decodable {
        let seed: UInt64
        let first10: [UInt64]
      }
      let torch_random: [Row]
    }
    for row in try Fixtures.json("split/mt19937", as: File.self).torch_random {
      var generator = MersenneTwister(seed: row.seed)
      #expect(row.first10.map { _ in generator.next() % 0xFFFF_FFFF } == row.first10)
    }
  }

  @Test("Uniform and normal draws are NumPy's")
  func uniformAndNormalAgreeWithNumPy() {
    var generator = MersenneTwister(seed: 0)
    #expect(generator.uniform() == 0.548_813_503_927_324_8)
    #expect(generator.uniform() == 0.715_189_366_372_419_5)
    generator = MersenneTwister(seed: 0)
    #expect((generator.normal() - 1.764_052_345_967_664).magnitude < 1e-15)
    #expect((generator.normal() - 0.400_157_208_367_223_3).magnitude < 1e-15)
  }
}
