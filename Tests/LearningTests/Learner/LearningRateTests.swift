import Learning
import Networks
import Testing

@Suite("Learning rates of a fit")
struct LearningRateTests {
  /// The rates of the parameter groups after a fit.
  private func rates(_ fit: (Learner) throws -> Void) throws -> [Double] {
    let learner = try TinyLearner.make()
    learner.learningRate = 0.25
    try fit(learner)
    return learner.optimizer.groups.map(\.hyperParameters.learningRate)
  }

  @Test("A fit accepts numbers, learning rates and optional rates, and uses the learner's own by default")
  func kinds() throws {
    let number = 0.5
    let (some, none): (LearningRate?, LearningRate?) = (.head(0.5), nil)
    #expect(try rates { try $0.fit(epochs: 1) } == [0.25, 0.25, 0.25])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: none) } == [0.25, 0.25, 0.25])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: 0.5) } == [0.5, 0.5, 0.5])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: 1) } == [1, 1, 1])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: number) } == [0.5, 0.5, 0.5])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: .uniform(0.5)) } == [0.5, 0.5, 0.5])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: .head(0.5)) } == [0.05, 0.05, 0.5])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: some) } == [0.05, 0.05, 0.5])
    #expect(try rates { try $0.fit(epochs: 1, learningRate: .spread(from: 0.25, to: 1)) } == [0.25, 0.5, 1])
  }
}
