import Foundation

/// A fresh kernel that replaced one that ended, and the steps that were rerun so the plan could continue.
package struct Recovery: Equatable, Sendable {
  /// The notebook's line on which the kernel ended.
  package var line: Int
  /// The cells that were run again, from 0.
  package var cells: [Int]
  /// Those whose output differed from the first time.
  package var differing: [Int]
  /// Those of them that draw random numbers that no seed repeats.
  package var unseeded: [Int]
  /// Seconds from the kernel's start until its state was restored.
  package var seconds: Double
  /// The cause of the former kernel's end, if no step was running; nil if unknown.
  package var cause: String?

  package init(
    line: Int, cells: [Int], differing: [Int] = [], unseeded: [Int] = [], seconds: Double = 0, cause: String? = nil
  ) {
    self.line = line
    self.cells = cells
    self.differing = differing
    self.unseeded = unseeded
    self.seconds = seconds
    self.cause = cause
  }

  /// Entry of the report's stamp about it.
  package var notice: String {
    var sentences = ["The run continued in a fresh kernel."]
    if cells.isEmpty {
      sentences.append("No later cell needs an earlier one.")
    } else {
      sentences.append(
        "\(Self.list(cells)) \(cells.count == 1 ? "was" : "were") rerun to restore "
          + "\(cells.count == 1 ? "its" : "their") state; the outputs are those of the first run.")
    }
    if !unseeded.isEmpty {
      sentences.append(
        "\(Self.list(unseeded)) \(unseeded.count == 1 ? "draws" : "draw") random numbers without a seed, so values may "
          + "differ from those shown.")
    }
    if !differing.isEmpty {
      sentences.append("The second time, \(Self.list(differing, isFirst: false)) had a different output.")
    }
    return sentences.joined(separator: " ")
  }

  /// `Cells 1, 2 and 4`.
  package static func list(_ cells: [Int], isFirst: Bool = true) -> String {
    let numbers = cells.map { String($0 + 1) }
    let word = cells.count == 1 ? "cell" : "cells"
    let list =
      numbers.count > 1
      ? numbers.dropLast().joined(separator: ", ") + " and " + numbers[numbers.count - 1] : numbers.joined()
    return (isFirst ? word.capitalized : word) + " " + list
  }
}
