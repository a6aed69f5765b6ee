import Foundation
import Images

/// The geometric change of one image: rotation, mirroring, magnification and tilt; neutral values do not change it.
///
/// Coordinates run from -1 to 1 on both axes, and all maps lead from the output to the input, as in fastai.
///
/// ```swift
/// var geometry = Geometry()
/// geometry.degrees = 10
/// geometry.zoom = 1.1
/// ```
public struct Geometry: Hashable, Sendable {
  /// One of the eight symmetries of the square; 0 leaves the image, 1 mirrors it left to right.
  public var symmetry = 0
  /// Turn in degrees.
  public var degrees = 0.0
  /// Magnification; 1 leaves the image.
  public var zoom = 1.0
  /// The centre of the magnification, from 0 to 1 on each axis.
  public var zoomCenter = SIMD2(0.5, 0.5)
  /// Tilt about each axis; 0 leaves the image.
  public var tilt = SIMD2(0.0, 0.0)

  /// Leaves an image as it is.
  public init() {}

  /// True if an image is left: it must not be magnified by 0 or tilted to its edge.
  var isPossible: Bool {
    (0..<8).contains(symmetry) && degrees.isFinite && zoom.isFinite && zoom != 0 && max(abs(tilt.x), abs(tilt.y)) < 1
      && zoomCenter.x.isFinite && zoomCenter.y.isFinite
  }

  /// The affine part, 3 x 3 in rows, before it is adapted to the image's proportions: symmetry * turn * magnification.
  package var matrix: [[Double]] {
    let turn = degrees * .pi / 180
    let scale = 1 / zoom
    let offset = (1 - scale) * (2 * zoomCenter - 1)
    let symmetry = Self.symmetries[symmetry]
    let rotation = [[cos(turn), sin(turn), 0], [-sin(turn), cos(turn), 0], [0, 0, 1]]
    let magnification = [[scale, 0, offset.x], [0, scale, offset.y], [0, 0, 1]]
    return Self.product(Self.product(symmetry, rotation), magnification)
  }

  /// The affine part for an image of `width` x `height` pixels: a turn must not shear it.
  func matrix(width: Int, height: Int) -> [[Double]] {
    var matrix = matrix
    matrix[0][1] *= Double(height) / Double(width)
    matrix[1][0] *= Double(width) / Double(height)
    return matrix
  }

  /// The place at which a point of a picture is seen under this geometry, both from −1 to 1 on each axis.
  ///
  /// The maps lead from the output to the input, so that a point goes the way back; one that the result does not show lies
  /// beyond −1 and 1. As fastai's `TensorPoint.affine_coord`.
  ///
  /// - Parameter size: The size of the picture.
  public func moved(_ point: SIMD2<Double>, in size: ImageSize) -> SIMD2<Double> {
    let flat = perspective?.inverse(point) ?? point
    let matrix = matrix(width: size.width, height: size.height)
    let (a, b, c, d) = (matrix[0][0], matrix[0][1], matrix[1][0], matrix[1][1])
    let offset = flat - SIMD2(matrix[0][2], matrix[1][2])
    return SIMD2(d * offset.x - b * offset.y, a * offset.y - c * offset.x) / (a * d - b * c)
  }

  /// The perspective part; nil when there is none.
  var perspective: Perspective? {
    tilt == .zero ? nil : Perspective(tilt: tilt)
  }

  /// The eight symmetries of the square, in fastai's order.
  private static let symmetries: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[-1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[1, 0, 0], [0, -1, 0], [0, 0, 1]],
    [[0, -1, 0], [1, 0, 0], [0, 0, 1]],
    [[-1, 0, 0], [0, -1, 0], [0, 0, 1]],
    [[0, 1, 0], [-1, 0, 0], [0, 0, 1]],
    [[0, 1, 0], [1, 0, 0], [0, 0, 1]],
    [[0, -1, 0], [-1, 0, 0], [0, 0, 1]],
  ]

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    (0..<3).map { row in
      (0..<3).map { column in (0..<3).reduce(0) { $0 + a[row][$1] * b[$1][column] } }
    }
  }
}

/// A projective map of the plane that tilts an image, in fastai's parametrisation.
struct Perspective {
  /// The first eight of nine coefficients in rows; the ninth is 1.
  private let coefficients: SIMD8<Double>

  /// The map that takes four points, moved from the corners by the tilt, to the corners.
  init(tilt: SIMD2<Double>) {
    let (x, y) = (tilt.x, tilt.y)
    let corners = [SIMD2(-1.0, -1.0), SIMD2(-1.0, 1.0), SIMD2(1.0, -1.0), SIMD2(1.0, 1.0)]
    let moved = [SIMD2(-1 - y, -1 - x), SIMD2(-1 + y, 1 + x), SIMD2(1 + y, -1 + x), SIMD2(1 - y, 1 - x)]
    var equations: [[Double]] = []
    for (corner, point) in zip(corners, moved) {
      let (px, py) = (point.x, point.y)
      equations.append([px, py, 1, 0, 0, 0, -corner.x * px, -corner.x * py, corner.x])
      equations.append([0, 0, 0, px, py, 1, -corner.y * px, -corner.y * py, corner.y])
    }
    coefficients = SIMD8(Self.solve(equations))
  }

  /// Moves points to where they go; a point on the horizon stays.
  func map(x: UnsafeMutableBufferPointer<Double>, y: UnsafeMutableBufferPointer<Double>) {
    let c = coefficients
    for index in x.indices {
      let (px, py) = (x[index], y[index])
      let depth = c[6] * px + c[7] * py + 1
      x[index] = depth == 0 ? px : (c[0] * px + c[1] * py + c[2]) / depth
      y[index] = depth == 0 ? py : (c[3] * px + c[4] * py + c[5]) / depth
    }
  }

  /// The point that comes to a place; the inverse of the map.
  func inverse(_ point: SIMD2<Double>) -> SIMD2<Double> {
    let c = coefficients
    // (c0 − c6 u) x + (c1 − c7 u) y = u − c2, and likewise for v.
    let (a, b) = (c[0] - c[6] * point.x, c[1] - c[7] * point.x)
    let (d, e) = (c[3] - c[6] * point.y, c[4] - c[7] * point.y)
    let (u, v) = (point.x - c[2], point.y - c[5])
    let determinant = a * e - b * d
    return determinant == 0 ? point : SIMD2(u * e - b * v, a * v - u * d) / determinant
  }

  /// Gauss elimination with partial pivoting; each equation ends in its right-hand side.
  private static func solve(_ equations: [[Double]]) -> [Double] {
    var rows = equations
    let count = rows.count
    for pivot in 0..<count {
      let best = (pivot..<count).max { abs(rows[$0][pivot]) < abs(rows[$1][pivot]) } ?? pivot
      rows.swapAt(pivot, best)
      for row in 0..<count where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...count { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }
}
