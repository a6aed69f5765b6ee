import Images
import Tensors

/// A step from one image to another, before images are stacked to a batch.
///
/// Steps run in the order of `order`; of two with the same type the last one is used, as in fastai.
///
/// ```swift
/// struct Negative: ItemTransform {
///   func apply(to image: Image, isTraining: Bool, using generator: inout MersenneTwister) -> Image {
///     Image(
///       width: image.width, height: image.height, channels: image.channels, pixels: image.pixels.map { 255 - $0 })
///   }
/// }
/// ```
public protocol ItemTransform: Sendable, CustomStringConvertible {
  /// The position among the steps: 1 for `Resize`, 2 by default.
  var order: Int { get }

  /// The image after the step.
  ///
  /// - Parameters:
  ///   - isTraining: false for the validation set, whose items are the same every time.
  ///   - generator: the random generator, a separate one for every item and pass.
  func apply(to image: Image, isTraining: Bool, using generator: inout MersenneTwister) -> Image

  /// The picture after the step, and points in it moved along, each axis from −1 to 1; the points stay, by default, where
  /// they are between the edges.
  func apply(
    to image: Image, points: inout [SIMD2<Double>], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Image

  /// True if the result may differ from one time to the next; if not, it is kept in memory. True by default, for
  /// training only.
  func isRandom(for image: Image, isTraining: Bool) -> Bool
}

extension ItemTransform {
  /// After `Resize`.
  public var order: Int { 2 }

  /// The picture after the step; the points stay where they are between the edges.
  public func apply(
    to image: Image, points: inout [SIMD2<Double>], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Image {
    apply(to: image, isTraining: isTraining, using: &generator)
  }

  /// True while training.
  public func isRandom(for image: Image, isTraining: Bool) -> Bool { isTraining }

  /// The name of the type.
  public var description: String { String(describing: Self.self) }
}

/// Brings every image to one size, to the bit as fastai's `Resize`.
///
/// Cropping and padding keep the proportions. The validation set is cut in the middle and the training set at
/// random along the longer side.
///
/// ```swift
/// let transforms: [any ItemTransform] = [Resize(128, method: .pad, padMode: .zeros)]
/// ```
public struct Resize: ItemTransform, Hashable, Codable {
  /// Columns of the result, in pixels.
  public var width: Int
  /// Rows of the result, in pixels.
  public var height: Int
  /// The treatment of the proportions.
  public var method: ResizeMethod
  /// The filling of the padding.
  public var padMode: PadMode

  /// A square of `size` x `size` pixels.
  public init(_ size: Int, method: ResizeMethod = .crop, padMode: PadMode = .reflection) {
    self.init(width: size, height: size, method: method, padMode: padMode)
  }

  /// A rectangle of `width` x `height` pixels.
  ///
  /// - Precondition: both are at least 1.
  public init(width: Int, height: Int, method: ResizeMethod = .crop, padMode: PadMode = .reflection) {
    require(width > 0 && height > 0, "cannot resize images to \(width) x \(height) pixels; both sides must be positive")
    self.width = width
    self.height = height
    self.method = method
    self.padMode = padMode
  }

  /// Decodes a size; an impossible size is an error.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    width = try values.decode(Int.self, forKey: .width)
    height = try values.decode(Int.self, forKey: .height)
    method = try values.decode(ResizeMethod.self, forKey: .method)
    padMode = try values.decode(PadMode.self, forKey: .padMode)
    guard width > 0, height > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .width, in: values, debugDescription: "images cannot be resized to \(width) x \(height) pixels")
    }
  }

  /// Before all others.
  public var order: Int { 1 }

  /// The resized image.
  public func apply(to image: Image, isTraining: Bool, using generator: inout MersenneTwister) -> Image {
    var points: [SIMD2<Double>] = []
    return apply(to: image, points: &points, isTraining: isTraining, using: &generator)
  }

  /// The resized picture, and points that are where they were in it; those in parts that are cut off lie beyond −1 and 1.
  public func apply(
    to image: Image, points: inout [SIMD2<Double>], isTraining: Bool, using generator: inout MersenneTwister
  ) -> Image {
    let isRandom = isRandom(for: image, isTraining: isTraining)
    let anchor = isRandom ? (x: generator.uniform(), y: generator.uniform()) : (x: 0.5, y: 0.5)
    let part = image.part(resizedTo: ImageSize(width: width, height: height), method: method, anchor: anchor)
    points = points.map {
      ImagePoint.relative(
        $0, of: ImageSize(width: image.width, height: image.height), toCornerX: part.x, y: part.y,
        part: ImageSize(width: part.width, height: part.height))
    }
    return image.resized(width: width, height: height, method: method, padMode: padMode, anchor: anchor)
  }

  /// True while training an image of other proportions, unless it is squished.
  public func isRandom(for image: Image, isTraining: Bool) -> Bool {
    isTraining && method != .squish && image.width * height != image.height * width
  }

  /// The call that creates it, such as `Resize(128)`.
  public var description: String {
    let size = width == height ? "\(width)" : "width: \(width), height: \(height)"
    let padding = method == .pad ? ", padMode: .\(padMode.rawValue)" : ""
    return "Resize(\(size)\(method == .crop ? "" : ", method: .\(method.rawValue)")\(padding))"
  }
}
