import Etude
import Foundation

/// The way of images from their files into batches; the peers are Pillow, and fastai on two threads.
enum DataBenchmarks {
  static func all() -> [Benchmark] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-benchmarks-data-\(getpid())")
    let picture = drawn(seed: 1)
    var generator = MersenneTwister(seed: 1)
    let batch = Tensor(uniform: [32, 3, 128, 128], using: &generator)
    return [
      Benchmark(name: "data.png.decode.279x277", runs: 51, peer: "png.decode") {
        let data = try picture.pngData()
        return try Benchmark.time { _ = try Image(data: data) }
      },
      Benchmark(name: "data.resize.279x277.to.128", runs: 51, peer: "resize", target: 0.5) {
        Benchmark.time { _ = picture.resized(width: 128, height: 128, method: .crop) }
      },
      Benchmark(name: "data.augment.32x3x128x128", runs: 15, peer: "augment", target: 0.5) {
        Benchmark.time {
          for transform in augTransforms() {
            _ = transform.apply(to: batch, isTraining: true, using: &generator)
          }
        }
      },
      Benchmark(name: "data.pass.first.320", runs: 5) {
        let loaders = try loaders(in: folder)
        return try Benchmark.time { try walk(loaders) }
      },
      Benchmark(name: "data.pass.later.320", runs: 5) {
        let loaders = try loaders(in: folder)
        try walk(loaders)
        return try Benchmark.time { try walk(loaders) }
      },
    ]
  }

  /// Ten batches of 32 images, resized to 128 x 128.
  private static func loaders(in folder: URL) throws -> ImageDataLoaders {
    if !FileManager.default.fileExists(atPath: folder.path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for index in 0..<321 {
        let name = "\(index % 2 == 0 ? "A" : "B")_\(index).png"
        try drawn(seed: index).write(png: folder.appending(path: name))
      }
    }
    return try datablock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0]),
      getY: { String($0.lastPathComponent.prefix(1)) }, itemTransforms: [Resize(128)]
    ).dataLoaders(folder, batchSize: 32)
  }

  private static func walk(_ loaders: ImageDataLoaders) throws {
    let stream = try loaders.train.batches(pass: 0)
    while try stream.next() != nil {}
  }

  /// Twelve rows of blocks in a few colours, as a chromagram has them.
  private static func drawn(seed: Int) -> Image {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(279 * 277 * 3)
    for y in 0..<277 {
      for x in 0..<279 {
        let cell = (y / 23 * 31 + x / 3 * 17 + seed * 7) % 97
        pixels += [UInt8(cell * 2), UInt8(cell), UInt8(80 + cell)]
      }
    }
    return Image(width: 279, height: 277, channels: 3, pixels: pixels)
  }
}
