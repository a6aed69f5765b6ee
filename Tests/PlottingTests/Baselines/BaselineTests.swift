import Testing

@Suite("Every kind of plot looks as it did when someone looked at it")
struct BaselineTests {
  @Test(arguments: BaselineFigures.all.map(\.name))
  func looksTheSame(name: String) throws {
    let entry = try #require(BaselineFigures.all.first { $0.name == name })
    try Baseline.check(entry.figure(), name)
  }
}
