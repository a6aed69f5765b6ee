import Images
import Networks
import Tensors

/// Points in a picture as the answer to it, as many in each; its label is their places in the file's pixels. Written
/// `.points`; fastai's `PointBlock`.
///
/// Points move with their picture when it is cut, padded, turned, mirrored or magnified. The model gets two outputs per point,
/// x and y from −1 at the left and upper edge to 1 at the right and lower one, and learns by the mean squared error.
///
/// ```swift
/// let table = try ColumnReader(frame, files: "file")
/// let block = DataBlock(
///   blocks: (.image, .points), getItems: table.items, getY: try table.points(("eye_x", "eye_y")),
///   itemTransforms: [Resize(128)], batchTransforms: augTransforms())
/// ```
public struct PointBlock: TargetBlock, Hashable {
  /// Nil: points have no names.
  public var vocabulary: [String]? { nil }

  /// Makes a block without settings.
  public init() {}

  /// No names.
  public func names(in label: [SIMD2<Double>]) -> [String] { [] }

  /// x and y of each point.
  public func numbers(in label: [SIMD2<Double>]) -> [Float]? { label.flatMap { [Float($0.x), Float($0.y)] } }

  /// True: the numbers are places in pictures.
  public var holdsPoints: Bool { true }

  /// Zeros, `[count, classCount]`: the shape of answers that are not known.
  public func targets(for classes: [[Int]], classCount: Int) -> Targets {
    .values(Tensor(zeros: [classes.count, classCount]))
  }

  /// The places in pixels that a model's numbers for one picture stand for.
  ///
  /// - Parameters:
  ///   - numbers: x and y of each point, from −1 to 1.
  ///   - size: The size of the picture as the model sees it, or of one with the same edges.
  public static func places(of numbers: [Float], in size: ImageSize) -> [SIMD2<Double>] {
    stride(from: 0, to: numbers.count - 1, by: 2).map { index in
      ImagePoint.pixels(SIMD2(Double(numbers[index]), Double(numbers[index + 1])), in: size)
    }
  }
}

extension TargetBlock where Self == PointBlock {
  /// Points in a picture as the answer.
  public static var points: PointBlock { PointBlock() }
}

/// Places in pictures as fractions of their sides: −1 at the left and upper edge, 1 at the right and lower one.
enum ImagePoint {
  static func relative(_ pixels: SIMD2<Double>, to size: ImageSize) -> SIMD2<Double> {
    2 * pixels / SIMD2(Double(size.width), Double(size.height)) - 1
  }

  static func pixels(_ point: SIMD2<Double>, in size: ImageSize) -> SIMD2<Double> {
    (point + 1) / 2 * SIMD2(Double(size.width), Double(size.height))
  }

  /// A place in a picture as one in a part of it, both as fractions; the part may reach beyond the picture.
  static func relative(
    _ point: SIMD2<Double>, of size: ImageSize, toCornerX x: Int, y: Int, part: ImageSize
  ) -> SIMD2<Double> {
    relative(pixels(point, in: size) - SIMD2(Double(x), Double(y)), to: part)
  }
}
