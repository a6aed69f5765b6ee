import Datasets
import Foundation
import Images
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Points that move with their pictures")
struct PointTests {
  /// The centre of the lightest spot of a picture, between the edges from −1 to 1.
  private func spot(_ plane: Tensor) -> SIMD2<Double> {
    let (height, width) = (plane.shape[0], plane.shape[1])
    var (sum, weight) = (SIMD2<Double>(), 0.0)
    for row in 0..<height {
      for column in 0..<width {
        let light = Double(plane[row, column])
        sum += light * SIMD2(Double(column) + 0.5, Double(row) + 0.5)
        weight += light
      }
    }
    return 2 * (sum / weight) / SIMD2(Double(width), Double(height)) - 1
  }

  /// A soft spot at a place in pixels.
  private func picture(width: Int, height: Int, spot: SIMD2<Double>) -> [Float] {
    (0..<width * height).map { index in
      let offset = SIMD2(Double(index % width) + 0.5, Double(index / width) + 0.5) - spot
      return Float(exp(-(offset * offset).sum() / 8))
    }
  }

  /// The distance in pixels between the spot after a geometry and where its point was moved.
  private func distance(_ geometry: Geometry) -> Double {
    let (width, height, place) = (64, 48, SIMD2(38.0, 20.0))
    let batch = Tensor(shape: [1, 1, height, width], scalars: picture(width: width, height: height, spot: place))
    let moved = AffineAugmentation([], padMode: .zeros).apply([geometry], to: batch)
    let size = ImageSize(width: width, height: height)
    let point = geometry.moved(2 * place / SIMD2(64, 48) - 1, in: size)
    let offset = (spot(moved.selecting(0).selecting(0)) - point) * SIMD2(32, 24)
    return (offset * offset).sum().squareRoot()
  }

  @Test("A point is where its spot of light goes, whatever the geometry", arguments: 0..<14)
  func geometries(number: Int) {
    var geometry = Geometry()
    switch number {
    case 0..<8: geometry.symmetry = number
    case 8: geometry.degrees = 25
    case 9: geometry.degrees = -40
    case 10: (geometry.zoom, geometry.zoomCenter) = (1.3, SIMD2(0.7, 0.4))
    case 11: geometry.tilt = SIMD2(0.2, -0.1)
    case 12: (geometry.symmetry, geometry.degrees, geometry.zoom) = (1, 12, 0.8)
    default: (geometry.symmetry, geometry.degrees, geometry.tilt) = (3, -15, SIMD2(0.15, 0.1))
    }
    // Corners are centres of pixels for the picture and edges for the point, as in fastai: half a pixel at most.
    #expect(distance(geometry) < 0.75, "\(distance(geometry))")
  }

  @Test("A mirrored point has the other sign, and moving there and back changes nothing")
  func exactMaps() {
    var mirrored = Geometry()
    mirrored.symmetry = 1
    let point = SIMD2(0.3, -0.6)
    #expect(mirrored.moved(point, in: 128) == SIMD2(-0.3, -0.6))
    var (there, back) = (Geometry(), Geometry())
    (there.degrees, back.degrees) = (30, -30)
    let returned = back.moved(there.moved(point, in: 128), in: 128)
    #expect(abs(returned.x - point.x) < 1e-12 && abs(returned.y - point.y) < 1e-12)
  }

  @Test("A picture that is cut, padded or squeezed takes its points along", arguments: ResizeMethod.allCases)
  func resizing(method: ResizeMethod) {
    let (width, height, place) = (90, 48, SIMD2(50.0, 20.0))
    let pixels = picture(width: width, height: height, spot: place).map { UInt8($0 * 255) }
    let image = Image(width: width, height: height, channels: 1, pixels: pixels)
    var generator = MersenneTwister(seed: 3)
    for isTraining in [false, true] {
      var points = [2 * place / SIMD2(90, 48) - 1]
      let resized = Resize(32, method: method, padMode: .zeros).apply(
        to: image, points: &points, isTraining: isTraining, using: &generator)
      let plane = Tensor(shape: [32, 32], scalars: resized.pixels.map { Float($0) })
      let offset = (spot(plane) - points[0]) * 16
      #expect((offset * offset).sum().squareRoot() < 0.5, "\(method) \(points[0]) \(spot(plane))")
    }
  }

  @Test("A random crop takes its points along")
  func randomCrop() {
    var generator = MersenneTwister(seed: 5)
    let batch = Tensor(shape: [1, 1, 64, 64], scalars: picture(width: 64, height: 64, spot: SIMD2(33, 30)))
    for _ in 0..<5 {
      var points = [[2 * SIMD2(33.0, 30.0) / 64 - 1]]
      let cut = RandomResizedCrop(size: 48, minScale: 0.6).apply(
        to: batch, points: &points, isTraining: true, using: &generator)
      let offset = (spot(cut.selecting(0).selecting(0)) - points[0][0]) * 24
      #expect((offset * offset).sum().squareRoot() < 1)
    }
  }

  /// Pictures with a light spot each, at the place in their names.
  private func withBlock(_ body: (DataBlock<PointBlock>, URL) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<12 {
      let place = SIMD2(Double(20 + index * 4), Double(15 + index * 2 % 20))
      let pixels = picture(width: 80, height: 50, spot: place).map { UInt8($0 * 255) }
      try Image(width: 80, height: 50, channels: 1, pixels: pixels).write(
        png: folder.url.appending(path: "\(Int(place.x))_\(Int(place.y)).png"))
    }
    let block = DataBlock(
      blocks: (.greyImage, .points), getItems: { try getImageFiles($0) }, splitter: IndexSplitter(valid: [0, 5]),
      getY: { file in
        let parts = file.deletingPathExtension().lastPathComponent.split(separator: "_").compactMap { Double($0) }
        return [SIMD2(parts[0], parts[1])]
      }, itemTransforms: [Resize(48, method: .pad, padMode: .zeros)])
    try withExtendedLifetime(folder) { try body(block, folder.url) }
  }

  /// The largest distance in pixels between the spot of a picture and its target.
  private func error(of batch: Batch) -> Double {
    guard case .values(let values) = batch.targets else { return .infinity }
    return (0..<batch.count).map { item in
      let place = spot(batch.inputs.selecting(item).selecting(0))
      let offset = (place - SIMD2(Double(values[item, 0]), Double(values[item, 1]))) * 24
      return (offset * offset).sum().squareRoot()
    }.max() ?? .infinity
  }

  @Test("Targets are where the spots are, in training and in validation, and in later passes")
  func targets() throws {
    try withBlock { block, folder throws in
      let augmented = block.new(
        batchTransforms: [AffineAugmentation([.flip(), .rotate(maxDegrees: 15), .zoom()], padMode: .zeros)])
      let loaders = try augmented.dataLoaders(folder, batchSize: 10)
      #expect(loaders.outputCount == 2)
      for pass in 0..<3 { #expect(error(of: try loaders.train.oneBatch(pass: pass)) < 1.5) }
      #expect(error(of: try loaders.valid.oneBatch()) < 0.5)
      let first = try loaders.train.oneBatch(pass: 0), again = try loaders.train.oneBatch(pass: 0)
      #expect(first.inputs == again.inputs)
    }
  }

  @Test("A sample has its points in its own pixels")
  func samples() throws {
    try withBlock { block, folder throws in
      let sample = try block.dataLoaders(folder, batchSize: 4).valid.samples(at: [0])[0]
      let place = (spot(Tensor(shape: [48, 48], scalars: sample.image.pixels.map { Float($0) })) + 1) * 24
      #expect(abs(sample.points[0].x - place.x) < 0.5 && abs(sample.points[0].y - place.y) < 0.5)
    }
  }

  @Test("Numbers between the edges are places in pixels")
  func places() {
    #expect(
      PointBlock.places(of: [-1, 1, 0, 0.5], in: ImageSize(width: 80, height: 40)) == [SIMD2(0, 40), SIMD2(40, 30)])
  }

  @Test("A table's columns are points")
  func table() throws {
    let rows = [["file": "a.png", "x": "3", "y": "4.5"]]
    let points = try ColumnReader(rows, files: "file").points((x: "x", y: "y"))
    #expect(try points(URL(filePath: "/notes/a.png")) == [SIMD2(3, 4.5)])
  }
}
