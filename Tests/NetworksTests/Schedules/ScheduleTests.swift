import TestSupport
import Foundation
import Networks
import Testing

@Suite("Schedules")
struct ScheduleTests {
  struct Curve: Decodable {
    let name: String
    let args: [Double]
    let pos: [Double]
    let value: [Double]
  }

  private func schedule(_ curve: Curve) throws -> Schedule {
    let arguments = curve.args
    return switch curve.name {
    case "SchedLin": .linear(from: arguments[0], to: arguments[1])
    case "SchedCos": .cosine(from: arguments[0], to: arguments[1])
    case "SchedExp": .exponential(from: arguments[0], to: arguments[1])
    case "SchedPoly": .polynomial(from: arguments[0], to: arguments[1], power: arguments[2])
    case "combined_cos", "_inner":
      .cosines(share: arguments[0], from: arguments[1], through: arguments[2], to: arguments[3])
    default: try #require(nil as Schedule?, "unknown schedule \(curve.name)")
    }
  }

  @Test("A schedule agrees with fastai's annealing function")
  func agree() throws {
    let tolerance = try Fixtures.tolerance("optim/schedules.json")
    for curve in try Fixtures.json("optim/schedules.json", as: [Curve].self) {
      let schedule = try schedule(curve)
      for (position, expected) in zip(curve.pos, curve.value) {
        #expect(tolerance.accepts(schedule(position), expected: expected), "\(curve.name) at \(position)")
      }
    }
  }

  @Test("A schedule starts and ends at its values")
  func ends() {
    let schedules: [Schedule] = [
      .linear(from: 1, to: 3), .cosine(from: 1, to: 3), .exponential(from: 1, to: 3),
      .polynomial(from: 1, to: 3, power: 2),
    ]
    for schedule in schedules {
      #expect(abs(schedule(0) - 1) < 1e-12 && abs(schedule(1) - 3) < 1e-12, "\(schedule.name)")
    }
  }

  @Test("A schedule gives values at equal distances from start to end")
  func values() {
    #expect(Schedule.constant(2).values(count: 3) == [2, 2, 2])
    #expect(Schedule.linear(from: 0, to: 1).values(count: 3) == [0, 0.5, 1])
  }

  @Test("One cycle rises from a 25th of its maximum and falls to almost nothing")
  func oneCycle() {
    let cycle = Schedule.oneCycle(maximum: 1)
    #expect(abs(cycle(0) - 0.04) < 1e-9 && abs(cycle(0.25) - 1) < 1e-9 && abs(cycle(1) - 1e-5) < 1e-9)
  }

  @Test("A flat rate with a cosine stays flat first and falls to almost nothing")
  func flatThenCosine() {
    let flat = Schedule.flatThenCosine(rate: 2)
    #expect(flat(0) == 2 && flat(0.5) == 2 && abs(flat(1) - 2e-5) < 1e-9)
  }

  @Test("Learning rates spread over parameter groups as fastai's slices do")
  func rates() throws {
    #expect(try LearningRate.uniform(0.1).rates(groupCount: 3) == [0.1, 0.1, 0.1])
    #expect(try LearningRate.head(0.1).rates(groupCount: 3) == [0.01, 0.01, 0.1])
    let spread = try LearningRate.spread(from: 1e-4, to: 1e-2).rates(groupCount: 3)
    #expect(zip(spread, [1e-4, 1e-3, 1e-2]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(try LearningRate.spread(from: 1e-4, to: 1e-2).rates(groupCount: 1) == [1e-2])
  }

  @Test("A stage without a fraction is left out")
  func emptyStages() {
    #expect(abs(Schedule.oneCycle(maximum: 1, warmUpShare: 1)(1) - 1) < 1e-9)
    #expect(Schedule.oneCycle(maximum: 1, warmUpShare: 0)(0) == 1)
    #expect(Schedule.flatThenCosine(rate: 2, flatShare: 1).values(count: 5) == [2, 2, 2, 2, 2])
  }

  @Test("An invalid learning rate is refused with its value")
  func impossibleRates() {
    func message(_ rate: LearningRate) -> String { TestSupport.message { try rate.rates(groupCount: 2) } }
    #expect(message(.uniform(-1)) == "A learning rate must be a number of 0 or more, not -1.0.")
    #expect(message(.head(.nan)) == "A learning rate must be a number of 0 or more, not nan.")
    #expect(
      message(.spread(from: 0, to: 0.1))
        == "Learning rates from 0.0 to 0.1 cannot grow by a constant factor. Both must be above 0.")
  }
}
