import Foundation
import Tensors

/// Distances of two frames of features, as `metric` in SciPy's `cdist`.
///
/// ```swift
/// let alignment = try DynamicTimeWarping(distance: .cosine)(chroma(first), chroma(second))
/// ```
public enum FrameDistance: String, Sendable, Hashable, CaseIterable {
  /// √Σ (x - y)², the default.
  case euclidean
  /// Σ (x - y)².
  case squaredEuclidean = "sqeuclidean"
  /// Σ |x - y|.
  case cityBlock = "cityblock"
  /// The largest |x - y|.
  case chebyshev
  /// 1 - Σ xy / (|x| |y|); NaN for a frame of zeros.
  case cosine

  /// The distances of some frames from all others, `[rows, others]`, written one row after the other.
  ///
  /// - Parameters:
  ///   - rows: the frames of `frames` to take.
  ///   - frames: features by frame.
  ///   - others: features by feature, so all frames of one lie together.
  func write(
    _ rows: Range<Int>, of frames: FeatureFrames, from others: FeatureFrames,
    to target: UnsafeMutableBufferPointer<Double>
  ) {
    let count = others.count
    frames.values.withUnsafeBufferPointer { left in
      others.values.withUnsafeBufferPointer { right in
        parallelFor(rows.count, grain: 8) { range in
          for position in range {
            let line = UnsafeMutableBufferPointer(
              rebasing: target[position * count..<(position + 1) * count])
            writeRow(
              left, frames.count, rows.lowerBound + position, right, count, frames.features,
              to: line)
          }
        }
      }
    }
  }

  private func writeRow(
    _ left: UnsafeBufferPointer<Double>, _ leftCount: Int, _ row: Int,
    _ right: UnsafeBufferPointer<Double>,
    _ count: Int, _ features: Int, to line: UnsafeMutableBufferPointer<Double>
  ) {
    guard let line = line.baseAddress, let right = right.baseAddress else { return }
    line.update(repeating: 0, count: count)
    for feature in 0..<features {
      let value = left[feature * leftCount + row]
      let others = right + feature * count
      switch self {
      case .euclidean, .squaredEuclidean:
        for column in 0..<count {
          let difference = value - others[column]
          line[column] += difference * difference
        }
      case .cityBlock: for column in 0..<count { line[column] += abs(value - others[column]) }
      case .chebyshev:
        for column in 0..<count { line[column] = max(line[column], abs(value - others[column])) }
      case .cosine: for column in 0..<count { line[column] += value * others[column] }
      }
    }
    switch self {
    case .euclidean: for column in 0..<count { line[column] = line[column].squareRoot() }
    case .cosine:
      func square(_ values: UnsafePointer<Double>, _ stride: Int, _ place: Int) -> Double {
        (0..<features).reduce(0) { $0 + values[$1 * stride + place] * values[$1 * stride + place] }
      }
      let own = left.baseAddress.map { square($0, leftCount, row).squareRoot() } ?? 0
      for column in 0..<count {
        line[column] = 1 - line[column] / (own * square(right, count, column).squareRoot())
      }
    default: break
    }
  }
}

/// Features in double precision, `[features, count]`.
struct FeatureFrames {
  let values: [Double]
  let features: Int
  let count: Int

  /// The frames of an array whose last axis is time; an array of one axis has one feature.
  ///
  /// - Throws: `SignalError.invalidParameter` for zero frames or features, or numbers that are not finite.
  init(_ tensor: Tensor, _ name: String) throws {
    guard tensor.rank >= 1, tensor.count > 0 else {
      throw SignalError.invalidParameter(
        name: name, value: "an array of shape \(tensor.shape)",
        requirement: "[features, frames], of at least one frame")
    }
    count = tensor.shape[tensor.rank - 1]
    features = tensor.count / count
    values = tensor.scalars.map { Double($0) }
    if let stranger = values.first(where: { !$0.isFinite }) {
      throw SignalError.invalidParameter(
        name: name, value: "\(stranger)", requirement: "finite everywhere")
    }
  }
}
