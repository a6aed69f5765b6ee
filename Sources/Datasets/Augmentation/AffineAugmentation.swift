import Images
import Tensors

/// One kind of random geometry, with the chance that an image meets it.
///
/// A list of them makes an ``AffineAugmentation``. The names and defaults are those of fastai's transforms.
///
/// ```swift
/// let steps: [GeometryStep] = [.flip(), .rotate(maxDegrees: 20, probability: 1)]
/// ```
public enum GeometryStep: Hashable, Sendable, Codable {
  /// Mirrors left to right.
  case flip(probability: Double = 0.5)
  /// One of the eight symmetries of the square.
  case dihedral(probability: Double = 0.5)
  /// Turns by up to `maxDegrees` either way.
  case rotate(maxDegrees: Double = 10, probability: Double = 0.5)
  /// Magnifies between two factors, about a point anywhere in the image.
  case zoom(from: Double = 1, to: Double = 1.1, probability: Double = 0.5)
  /// Tilts about each axis, with a chance for each, by up to `magnitude`.
  case warp(magnitude: Double = 0.2, probability: Double = 0.5)

  /// True if every draw shows an image.
  fileprivate var isPossible: Bool {
    switch self {
    case .flip, .dihedral: true
    case .rotate(let degrees, _): degrees.isFinite
    case .zoom(let low, let high, _): low > 0 && high.isFinite && low <= high
    case .warp(let magnitude, _): abs(magnitude) < 1
    }
  }

  /// Adds a draw of this step to an image's geometry.
  fileprivate func draw(into geometry: inout Geometry, using generator: inout MersenneTwister) {
    func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.uniform() }
    func happens(_ probability: Double) -> Bool { generator.uniform() < probability }
    switch self {
    case .flip(let probability):
      if happens(probability) { geometry.symmetry = 1 }
    case .dihedral(let probability):
      let symmetry = Int(generator.next32() % 8)
      if happens(probability) { geometry.symmetry = symmetry }
    case .rotate(let maxDegrees, let probability):
      let degrees = uniform(-maxDegrees, maxDegrees)
      if happens(probability) { geometry.degrees = degrees }
    case .zoom(let low, let high, let probability):
      let zoom = uniform(low, high)
      geometry.zoomCenter = SIMD2(uniform(0, 1), uniform(0, 1))
      if happens(probability) { geometry.zoom = zoom }
    case .warp(let magnitude, let probability):
      let tilt = SIMD2(uniform(-magnitude, magnitude), uniform(-magnitude, magnitude))
      geometry.tilt.x = happens(probability) ? tilt.x : 0
      geometry.tilt.y = happens(probability) ? tilt.y : 0
    }
  }
}

/// Random turns, flips, magnifications and tilts of each image, in one interpolation.
///
/// The maps of all steps are multiplied first (symmetry, turn, magnification, and the tilt on the result) and the image
/// is sampled only once, which avoids repeated blur. On the validation set only `size` acts.
///
/// ```swift
/// let turns = AffineAugmentation([.rotate(maxDegrees: 20, probability: 1), .zoom()])
/// ```
public struct AffineAugmentation: BatchTransform, Hashable, Codable {
  /// The possible steps.
  public var steps: [GeometryStep]
  /// The size of the result; nil to keep the input's.
  public var size: ImageSize?
  /// The interpolation between pixels.
  public var interpolation: Interpolation
  /// The padding beyond the edges.
  public var padMode: PadMode
  /// True if the outermost coordinates are the centres of pixels, and not their edges.
  public var alignsCorners: Bool
  /// True if all images of a batch share one draw.
  public var isShared: Bool

  /// Combines steps; a later step replaces an earlier one of the same kind.
  ///
  /// - Precondition: zooms from a factor above 0 up, and tilts by less than 1.
  public init(
    _ steps: [GeometryStep], size: ImageSize? = nil, interpolation: Interpolation = .bilinear,
    padMode: PadMode = .reflection, alignsCorners: Bool = true, isShared: Bool = false
  ) {
    for step in steps {
      require(step.isPossible, "\(step) would leave no image: zooms are above 0, and tilts below 1")
    }
    self.steps = steps
    self.size = size
    self.interpolation = interpolation
    self.padMode = padMode
    self.alignsCorners = alignsCorners
    self.isShared = isShared
  }

  /// After the conversion to numbers, before light.
  public var order: Int { 30 }

  /// The batch, with an independent draw for each image.
  public func apply(to batch: Tensor, isTraining: Bool, using generator: inout MersenneTwister) -> Tensor {
    apply(drawn(batch.shape[0], isTraining: isTraining, using: &generator), to: batch)
  }

  /// The batch with every picture under a draw of its own, and its points under the same one.
  public func apply(
    to batch: Tensor, points: inout [[SIMD2<Double>]], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Tensor {
    let geometries = drawn(batch.shape[0], isTraining: isTraining, using: &generator)
    let size = ImageSize(width: batch.shape[3], height: batch.shape[2])
    points = zip(points, geometries).map { points, geometry in
      points.map { geometry.moved($0, in: size) }
    }
    return apply(geometries, to: batch)
  }

  /// A geometry for each picture, neutral out of training.
  private func drawn(_ count: Int, isTraining: Bool, using generator: inout MersenneTwister) -> [Geometry] {
    var geometries = [Geometry](repeating: Geometry(), count: count)
    if isTraining {
      for item in 0..<(isShared ? min(1, geometries.count) : geometries.count) {
        for step in steps { step.draw(into: &geometries[item], using: &generator) }
      }
      if isShared, let first = geometries.first {
        geometries = [Geometry](repeating: first, count: geometries.count)
      }
    }
    return geometries
  }

  /// The batch `[count, channels, height, width]` with each image under a given geometry.
  public func apply(_ geometries: [Geometry], to batch: Tensor) -> Tensor {
    require(
      batch.rank == 4 && geometries.count == batch.shape[0],
      "\(geometries.count) geometries do not fit a batch of shape \(batch.shape); give one per image")
    for geometry in geometries {
      require(geometry.isPossible, "\(geometry) shows no image: a zoom is not 0, and tilts are below 1")
    }
    let keepsSize = size == nil || size == ImageSize(width: batch.shape[3], height: batch.shape[2])
    let isNeutral = geometries.allSatisfy { $0.symmetry == 0 && $0.degrees == 0 && $0.zoom == 1 && $0.tilt == .zero }
    if keepsSize && isNeutral { return batch }
    let sampling = GridSampling(
      size: size, interpolation: interpolation, padMode: padMode, alignsCorners: alignsCorners)
    return sampling(batch, geometries: geometries)
  }

  /// The steps' names, such as `flip, rotate`.
  public var description: String {
    let names = steps.map { "\($0)".prefix { $0 != "(" } }
    return "AffineAugmentation(\(names.joined(separator: ", ")))"
  }
}
