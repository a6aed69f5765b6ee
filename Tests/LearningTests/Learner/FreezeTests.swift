import Foundation
import Learning
import Networks
import Tensors
import Testing

@Suite("Freezing to a group")
struct FreezeTests {
  @Test(
    "Groups before the given one are frozen, a negative one counts from the end",
    arguments: [(0, 0), (1, 1), (2, 2), (-1, 2), (-2, 1), (-3, 0)])
  func freezing(group: Int, frozen: Int) throws {
    let learner = try TinyLearner.make()
    learner.freeze(to: group)
    #expect(learner.optimizer.frozenCount == frozen)
    let trains = learner.optimizer.groups.map { group in
      group.parameters.contains { $0.role == .weight && $0.parameter.requiresGradient }
    }
    #expect(trains == (0..<3).map { $0 >= frozen })
  }
}
