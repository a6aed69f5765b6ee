import Foundation
import Tensors

/// Change of features over time: derivatives of polynomials that fit them best, `librosa.feature.delta`.
///
/// At each frame a polynomial is fitted to the `width` frames about it (Savitzky and Golay, *Smoothing and
/// differentiation of data by simplified least squares procedures*, 1964); the result is its derivative there, a frame
/// being the unit of time.
///
/// ```swift
/// let velocity = try DeltaFeatures()(coefficients)            // of the same shape
/// let acceleration = try DeltaFeatures(order: 2)(coefficients)
/// ```
public struct DeltaFeatures: Sendable, Hashable {
  /// Frames that are before the first and after the last one.
  public enum Boundary: String, Sendable, Hashable, CaseIterable {
    /// Nothing: frames near an end take the polynomial of the outermost whole window.
    case interpolated = "interp"
    /// The first and last frame held.
    case nearest
    /// The frames mirrored, the outermost not repeated.
    case mirror
    /// Zeros.
    case zeros = "constant"
    /// The frames once more from the other end.
    case wrap
  }

  /// Frames under a polynomial, odd and at least 3.
  public var width: Int
  /// Which derivative.
  public var order: Int
  /// The degree of the polynomials; nil for `order`.
  public var degree: Int?
  /// Frames that are beyond the ends.
  public var boundary: Boundary

  /// librosa's defaults: the first derivative of lines through nine frames.
  public init(width: Int = 9, order: Int = 1, degree: Int? = nil, boundary: Boundary = .interpolated) {
    self.width = width
    self.order = order
    self.degree = degree
    self.boundary = boundary
  }

  /// The derivatives along the last axis, of the same shape as `features`.
  ///
  /// - Throws: `SignalError.invalidParameter` for an even or too small width, an order below 1, a degree that the width
  ///   does not determine, or fewer frames than the width where ends are interpolated.
  public func callAsFunction(_ features: Tensor) throws -> Tensor {
    let frames = features.shape.last ?? 1
    try validate(frames: frames)
    guard features.count > 0 else { return features }
    let fit = PolynomialFit(width: width, degree: degree ?? order)
    let weights = (0..<width).map { fit.weights(derivative: order, at: $0) }
    var result = Tensor(uninitialized: features.shape)
    result.withUnsafeMutableScalars { target in
      features.withUnsafeScalars { source in
        parallelFor(source.count / frames, grain: 4) { lines in
          for line in lines {
            let line = line * frames..<(line + 1) * frames
            differentiate(
              UnsafeBufferPointer(rebasing: source[line]), weights,
              into: UnsafeMutableBufferPointer(rebasing: target[line]))
          }
        }
      }
    }
    return result
  }

  /// One line of features.
  private func differentiate(
    _ source: UnsafeBufferPointer<Float>, _ weights: [[Double]], into target: UnsafeMutableBufferPointer<Float>
  ) {
    let half = width / 2
    let frames = source.count
    weights[half].withUnsafeBufferPointer { middle in
      for frame in half..<max(half, frames - half) {
        var sum = 0.0
        for index in 0..<width { sum += middle[index] * Double(source[frame - half + index]) }
        target[frame] = Float(sum)
      }
    }
    for frame in 0..<frames where frame < half || frame + half >= frames {
      // The window's first frame, and where in the window this one is.
      let first = boundary != .interpolated ? frame - half : frame < half ? 0 : frames - width
      var sum = 0.0
      for index in 0..<width {
        guard let place = place(first + index, frames) else { continue }
        sum += weights[frame - first][index] * Double(source[place])
      }
      target[frame] = Float(sum)
    }
  }

  /// The frame that is at an index; nil for a zero.
  @inline(__always) private func place(_ index: Int, _ count: Int) -> Int? {
    if index >= 0 && index < count { return index }
    switch boundary {
    case .interpolated, .nearest: return min(max(index, 0), count - 1)
    case .zeros: return nil
    case .wrap: return ((index % count) + count) % count
    case .mirror: return Padding.reflection.source(index, count: count)
    }
  }

  private func validate(frames: Int) throws {
    guard width >= 3, width % 2 == 1, width <= Require.greatest else {
      throw SignalError.invalidParameter(name: "width", value: "\(width)", requirement: "odd and at least 3")
    }
    try Require.positive(order, "order")
    let degree = degree ?? order
    guard degree >= 0, degree < width else {
      throw SignalError.invalidParameter(
        name: "degree", value: "\(degree)", requirement: "at least 0 and below the width of \(width)")
    }
    guard boundary != .interpolated || width <= frames else {
      throw SignalError.invalidParameter(
        name: "width", value: "\(width)", requirement: "at most the number of frames, \(frames), or another boundary")
    }
  }
}
