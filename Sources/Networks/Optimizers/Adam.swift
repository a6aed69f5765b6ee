import Foundation
import Tensors

/// Steps of nearly equal length in every direction: the mean gradient over the root of its mean square.
///
/// With t steps done, μ the momentum of this step and ν its square momentum:
///
///     m ← μ m + (1 − μ) g            v ← ν v + (1 − ν) g²
///     p ← p − rate / (1 − μᵗ) · m / (√(v / (1 − νᵗ)) + ε)
///
/// With decoupled weight decay, the default, this is AdamW. It agrees with fastai's `Adam`, which
/// corrects by the current momentum even when a schedule changes it. Source: Kingma and Ba, 2015, arXiv:1412.6980.
///
/// ```swift
/// let optimizer = Optimizer(Adam(), groups: [model])
/// ```
public struct Adam: UpdateRule {
  /// The kind of weight decay.
  public let decay: WeightDecayKind

  /// `Adam`, or `AdamW` when decay is decoupled.
  public var name: String { decay == .decoupled ? "AdamW" : "Adam" }

  /// Decouples weight decay by default, as fastai does.
  public init(decay: WeightDecayKind = .decoupled) { self.decay = decay }

  /// One step, in one pass over value, gradient and both means.
  public func update(
    _ value: inout Tensor, gradient: Tensor, state: inout ParameterState, settings: HyperParameters
  ) {
    state.requireShapes(value, gradient)
    state.step += 1
    var means = state.average ?? Tensor(zeros: value.shape)
    var squares = state.squareAverage ?? Tensor(zeros: value.shape)
    // Releases the state's references, so the two can be written in place.
    state.average = nil
    state.squareAverage = nil
    let pass = Pass(decay: decay, step: state.step, settings: settings)
    value.withUnsafeMutableScalars { value in
      means.withUnsafeMutableScalars { means in
        squares.withUnsafeMutableScalars { squares in
          gradient.withUnsafeScalars { gradient in
            pass.run(value: value, gradient: gradient, means: means, squares: squares)
          }
        }
      }
    }
    state.average = means
    state.squareAverage = squares
  }

  /// The constants of one step, rounded to single precision as PyTorch rounds a Python number.
  private struct Pass {
    /// Neighbouring parameters. The compiler does not vectorise roots automatically.
    private typealias Vector = SIMD8<Float>

    let keep: Float
    let penalty: Float
    let momentum: Float
    let squareMomentum: Float
    let meanShare: Float
    let squareShare: Float
    let correction: Float
    let epsilon: Float
    let rate: Float

    init(decay: WeightDecayKind, step: Int, settings: HyperParameters) {
      let isDecoupled = decay == .decoupled
      keep = isDecoupled ? Float(1 - settings.learningRate * settings.weightDecay) : 1
      penalty = isDecoupled ? 0 : Float(settings.weightDecay)
      momentum = Float(settings.momentum)
      squareMomentum = Float(settings.squareMomentum)
      meanShare = Float(1 - settings.momentum)
      squareShare = Float(1 - settings.squareMomentum)
      correction = Float(1 - pow(settings.squareMomentum, Double(step)))
      epsilon = Float(settings.epsilon)
      rate = Float(-settings.learningRate / (1 - pow(settings.momentum, Double(step))))
    }

    func run(
      value: UnsafeMutableBufferPointer<Float>, gradient: UnsafeBufferPointer<Float>,
      means: UnsafeMutableBufferPointer<Float>, squares: UnsafeMutableBufferPointer<Float>
    ) {
      guard let values = value.baseAddress, let gradients = gradient.baseAddress, let means = means.baseAddress,
        let squares = squares.baseAddress
      else { return }
      parallelFor(value.count, grain: updateGrain) { range in
        var index = range.lowerBound
        while index + Vector.scalarCount <= range.upperBound {
          let new = step(
            from: load(values + index), gradient: load(gradients + index), mean: load(means + index),
            square: load(squares + index))
          store(new.value, to: values + index)
          store(new.mean, to: means + index)
          store(new.square, to: squares + index)
          index += Vector.scalarCount
        }
        for index in index..<range.upperBound {
          let new = step(
            from: Vector(repeating: values[index]), gradient: Vector(repeating: gradients[index]),
            mean: Vector(repeating: means[index]), square: Vector(repeating: squares[index]))
          values[index] = new.value[0]
          means[index] = new.mean[0]
          squares[index] = new.square[0]
        }
      }
    }

    @inline(__always)
    private func step(
      from value: Vector, gradient: Vector, mean: Vector, square: Vector
    ) -> (value: Vector, mean: Vector, square: Vector) {
      let old = value * keep
      let slope = gradient + penalty * old
      let mean = momentum * mean + meanShare * slope
      let square = squareMomentum * square + squareShare * slope * slope
      return (old + rate * mean / ((square / correction).squareRoot() + epsilon), mean, square)
    }

    @inline(__always)
    private func load(_ place: UnsafePointer<Float>) -> Vector {
      UnsafeRawPointer(place).loadUnaligned(as: Vector.self)
    }

    @inline(__always)
    private func store(_ numbers: Vector, to place: UnsafeMutablePointer<Float>) {
      UnsafeMutableRawPointer(place).storeBytes(of: numbers, as: Vector.self)
    }
  }
}
