import Foundation
import Tensors

extension Schedule {
  /// Runs schedules one after another, each over its fraction of the whole (fastai's `combine_scheds`).
  ///
  /// The position inside a stage is computed in single precision, as in fastai.
  ///
  /// - Precondition: The fractions are not negative and add up to 1.
  public static func combined(_ stages: [(share: Double, schedule: Schedule)]) -> Schedule {
    require(
      !stages.isEmpty && stages.allSatisfy { $0.share >= 0 } && abs(stages.reduce(0) { $0 + $1.share } - 1) < 1e-9,
      "the stages' fractions \(stages.map(\.share)) must add up to 1")
    // A stage without a fraction has no position inside.
    let stages = stages.filter { $0.share > 0 }
    let schedules = stages.map(\.schedule)
    let limits = stages.reduce(into: [Float(0)]) { limits, stage in
      limits.append(limits[limits.count - 1] + Float(stage.share))
    }
    let name = stages.map { "\($0.schedule.name) for \($0.share)" }.joined(separator: ", ")
    return Schedule(name: name) { position in
      let position = Float(position)
      let stage = min(limits.lastIndex { position >= $0 } ?? 0, schedules.count - 1)
      return schedules[stage](Double((position - limits[stage]) / (limits[stage + 1] - limits[stage])))
    }
  }

  /// One half cosine up or down to `middle`, another to `end` (fastai's `combined_cos`).
  ///
  /// - Parameter share: Part of the whole that the first takes.
  public static func cosines(share: Double, from start: Double, through middle: Double, to end: Double) -> Schedule {
    combined([
      (share, .cosine(from: start, to: middle)),
      (1 - share, .cosine(from: middle, to: end)),
    ])
  }

  /// The learning rate of one cycle: from `maximum / divisor` up to `maximum`, and down to `maximum / finalDivisor`.
  ///
  /// Source: L. N. Smith, “Super-convergence”, 2018, arXiv:1708.07120, with the shape of fastai's `fit_one_cycle`.
  public static func oneCycle(
    maximum: Double, divisor: Double = 25, finalDivisor: Double = 1e5, warmUpShare: Double = 0.25
  ) -> Schedule {
    cosines(share: warmUpShare, from: maximum / divisor, through: maximum, to: maximum / finalDivisor)
  }

  /// Flat for the first part, then a half cosine down to `rate / finalDivisor` (fastai's `fit_flat_cos`).
  public static func flatThenCosine(
    rate: Double, finalDivisor: Double = 1e5, flatShare: Double = 0.75
  ) -> Schedule {
    cosines(share: flatShare, from: rate, through: rate, to: rate / finalDivisor)
  }
}
