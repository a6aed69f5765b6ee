import Datasets
import Networks
import Testing

@Suite("Default seed") struct DefaultSeedTests {
  @Test func isTakenWhereNoneIsGiven() {
    #expect(RandomSplitter().seed == defaultSeed)
    #expect(LoaderOptions().seed == defaultSeed)
  }
}
