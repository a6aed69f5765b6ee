import Networks
import Testing

@Suite("Default seed")
struct DefaultSeedTests {
  @Test("The default seed is the notebook's, or 42 without a usable one")
  func isTheNotebooksOr42() {
    #expect(seedOfNotebook(in: [:]) == 42)
    #expect(seedOfNotebook(in: ["ETUDE_SEED": "7"]) == 7)
    #expect(seedOfNotebook(in: ["ETUDE_SEED": "-1"]) == .max)
    #expect(seedOfNotebook(in: ["ETUDE_SEED": "seven"]) == 42)
  }
}
