import Networks
import Testing

@Suite("Derived seeds")
struct DerivedSeedTests {
  @Test("Seeds of passes, items and batches match those of recorded results")
  func values() {
    #expect(DerivedSeed.pass(0, of: 7) == 7)
    #expect(DerivedSeed.pass(2, of: 7) == 2_000_013)
    #expect(DerivedSeed.pass(1, of: .max) == 1_000_002)
    #expect(DerivedSeed.order(pass: 2, of: 7) == 1650069959653123811)
    #expect(DerivedSeed.item(5, pass: 2, of: 7) == 6902892690734503258)
    #expect(DerivedSeed.batch(5, pass: 2, of: 7) == 1204709585971731556)
  }
}
