import Datasets
import Networks
import Testing

@Suite("Default seed")
struct DefaultSeedTests {
  @Test("Splitters and loaders use the default seed if none is given")
  func isTakenWhereNoneIsGiven() {
    #expect(RandomSplitter().seed == defaultSeed)
    #expect(LoaderOptions().seed == defaultSeed)
  }
}
