import Foundation
import Tensors

/// The change of one image's lighting; neutral values do not change it.
///
/// ```swift
/// var lighting = Lighting()
/// lighting.contrast = 1.5
/// ```
public struct Lighting: Hashable, Sendable {
  /// The grey that middle grey becomes; 0.5 leaves it.
  public var brightness = 0.5
  /// The factor for differences from middle grey, in logits; 1 is neutral.
  public var contrast = 1.0
  /// 0 is grey, 1 leaves the colours, more strengthens them.
  public var saturation = 1.0

  /// Leaves an image as it is.
  public init() {}
}

/// One kind of random light, with the chance that an image meets it.
///
/// A list of them makes a ``LightingAugmentation``. The names and defaults are those of fastai's transforms.
///
/// ```swift
/// let steps: [LightingStep] = [.brightness(maxChange: 0.4), .saturation()]
/// ```
public enum LightingStep: Hashable, Sendable {
  /// Brightness from `0.5 * (1 - change)` to `0.5 * (1 + change)`.
  case brightness(maxChange: Double = 0.2, probability: Double = 0.75)
  /// Contrast from `1 - change` to `1 / (1 - change)`, uniform in its logarithm.
  case contrast(maxChange: Double = 0.2, probability: Double = 0.75)
  /// Saturation from `1 - change` to `1 / (1 - change)`, uniform in its logarithm.
  case saturation(maxChange: Double = 0.2, probability: Double = 0.75)

  /// True if the change leaves something of the image.
  fileprivate var isPossible: Bool {
    switch self {
    case .brightness(let change, _): (0...1).contains(change)
    case .contrast(let change, _), .saturation(let change, _): (0..<1).contains(change)
    }
  }

  /// Adds a draw of this step to an image's light.
  fileprivate func draw(into lighting: inout Lighting, using generator: inout MersenneTwister) {
    func factor(_ change: Double) -> Double { exp((2 * generator.uniform() - 1) * -log(1 - change)) }
    switch self {
    case .brightness(let change, let probability):
      let brightness = 0.5 * (1 + (2 * generator.uniform() - 1) * change)
      if generator.uniform() < probability { lighting.brightness = brightness }
    case .contrast(let change, let probability):
      let contrast = factor(change)
      if generator.uniform() < probability { lighting.contrast = contrast }
    case .saturation(let change, let probability):
      let saturation = factor(change)
      if generator.uniform() < probability { lighting.saturation = saturation }
    }
  }
}

/// Random brightness, contrast and saturation of each image, in logit space.
///
/// A sample `x`, clamped to 1e-7 … 1 - 1e-7, becomes `sigmoid(contrast * (logit(x) + logit(brightness)))`, so nothing
/// is clipped; saturation blends the logits with their grey, 0.2989 R + 0.587 G + 0.114 B. The validation set stays
/// unchanged. Combines fastai's `Brightness`, `Contrast` and `Saturation`.
///
/// ```swift
/// let light = LightingAugmentation([.brightness(maxChange: 0.4), .contrast(maxChange: 0.4)])
/// ```
public struct LightingAugmentation: BatchTransform, Hashable {
  /// The possible steps.
  public var steps: [LightingStep]
  /// True if all images of a batch share one draw.
  public var isShared: Bool

  /// Joins steps.
  ///
  /// - Precondition: changes are at least 0 and less than 1; brightness may change by 1.
  public init(_ steps: [LightingStep], isShared: Bool = false) {
    for step in steps {
      require(
        step.isPossible,
        "\(step) leaves no image: light changes by a fraction from 0 to less than 1 (brightness by 1 at most)")
    }
    self.steps = steps
    self.isShared = isShared
  }

  /// After geometry.
  public var order: Int { 40 }

  /// The batch, with an independent lighting for each image.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    guard isTraining else { return batch }
    var lightings = [Lighting](repeating: Lighting(), count: batch.shape[0])
    for item in 0..<(isShared ? min(1, lightings.count) : lightings.count) {
      for step in steps { step.draw(into: &lightings[item], using: &generator) }
    }
    if isShared, let first = lightings.first { lightings = lightings.map { _ in first } }
    return apply(lightings, to: batch)
  }

  /// The batch `[count, channels, height, width]` with each image in a given light.
  public func apply(_ lightings: [Lighting], to batch: Tensor) -> Tensor {
    require(
      batch.rank == 4 && lightings.count == batch.shape[0],
      "\(lightings.count) lights do not fit a batch of shape \(batch.shape); give one per image")
    var result = batch
    let size = batch.shape[1] * batch.shape[2] * batch.shape[3]
    // Light leaves the opacity of RGBA as it is.
    let changed = batch.shape[1] == 4 ? size / 4 * 3 : size
    result.withUnsafeMutableScalars { scalars in
      parallelFor(lightings.count) { item in
        guard lightings[item] != Lighting() else { return }
        change(
          UnsafeMutableBufferPointer(rebasing: scalars[item * size..<item * size + changed]), by: lightings[item],
          channels: min(batch.shape[1], 3))
      }
    }
    return result
  }

  private func change(
    _ samples: UnsafeMutableBufferPointer<Float>, by lighting: Lighting, channels: Int
  ) {
    let shift = logit(Float(lighting.brightness))
    let contrast = Float(lighting.contrast)
    if contrast == 1, lighting.saturation == 1 {
      // The sigmoid of a shifted logit needs neither logarithm nor exponential: odds are multiplied.
      let odds = exp(shift)
      for index in samples.indices {
        let x = clamped(samples[index])
        samples[index] = x * odds / (1 - x + x * odds)
      }
      return
    }
    for index in samples.indices { samples[index] = contrast * (logit(samples[index]) + shift) }
    if lighting.saturation != 1, channels == 3 {
      let (share, plane) = (Float(lighting.saturation), samples.count / 3)
      for index in 0..<plane {
        let (red, green, blue) = (samples[index], samples[index + plane], samples[index + 2 * plane])
        let grey = (1 - share) * (0.2989 * red + 0.587 * green + 0.114 * blue)
        samples[index] = share * red + grey
        samples[index + plane] = share * green + grey
        samples[index + 2 * plane] = share * blue + grey
      }
    }
    for index in samples.indices { samples[index] = 1 / (1 + exp(-samples[index])) }
  }

  /// The steps' names, such as `brightness, contrast`.
  public var description: String {
    let names = steps.map { "\($0)".prefix { $0 != "(" } }
    return "LightingAugmentation(\(names.joined(separator: ", ")))"
  }
}

/// `log(x / (1 - x))`, with `x` kept within 1e-7 of 0 and 1, in single precision as fastai.
private func logit(_ x: Float) -> Float {
  -log(1 / clamped(x) - 1)
}

private func clamped(_ x: Float) -> Float {
  min(max(x, 1e-7), 1 - 1e-7)
}
