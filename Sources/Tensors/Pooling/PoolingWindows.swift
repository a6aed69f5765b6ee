/// Which input pixels each output pixel of a pooling layer looks at.
struct PoolingWindows: Sendable {
  /// `[N, C, outputHeight, outputWidth]`.
  let outputShape: [Int]
  let inputWidth: Int
  let inputPixels: Int
  let outputPixels: Int
  /// The divisor of a mean; nil for the number of pixels in the window.
  var divisor: Int?
  private let rows: [Range<Int>]
  private let columns: [Range<Int>]

  /// Windows of one size at equal distances, clipped to the image.
  init(input: [Int], kernelSize: Int, stride: Int, padding: Int) {
    Self.requireImages(input)
    require(
      kernelSize > 0 && stride > 0 && padding >= 0 && padding * 2 <= kernelSize,
      "a kernel of \(kernelSize) with stride \(stride) and padding \(padding) is not valid for pooling")
    func ranges(_ length: Int) -> [Range<Int>] {
      let count = (length + 2 * padding - kernelSize) / stride + 1
      require(
        length + 2 * padding >= kernelSize, "a kernel of \(kernelSize) is larger than the padded image of \(input)")
      return (0..<count).map { index in
        let start = index * stride - padding
        return max(0, start)..<min(length, start + kernelSize)
      }
    }
    self.init(input: input, rows: ranges(input[2]), columns: ranges(input[3]))
  }

  /// A grid of cells that cover the image; neighbours overlap if the sizes do not divide, as in PyTorch.
  init(input: [Int], gridSize: Int) {
    Self.requireImages(input)
    require(gridSize > 0, "a grid of \(gridSize) cells is not valid for pooling")
    func ranges(_ length: Int) -> [Range<Int>] {
      (0..<gridSize).map { $0 * length / gridSize..<(($0 + 1) * length + gridSize - 1) / gridSize }
    }
    self.init(input: input, rows: ranges(input[2]), columns: ranges(input[3]))
  }

  private static func requireImages(_ input: [Int]) {
    require(
      input.count == 4 && input[2] > 0 && input[3] > 0,
      "pooling needs images, [N, C, H, W] with a height and a width, not \(input)")
  }

  private init(input: [Int], rows: [Range<Int>], columns: [Range<Int>]) {
    self.rows = rows
    self.columns = columns
    outputShape = [input[0], input[1], rows.count, columns.count]
    inputWidth = input[3]
    inputPixels = input[2] * input[3]
    outputPixels = rows.count * columns.count
  }

  /// Calls `body(image, output pixel, input rows, input columns)`, images in parallel.
  func forEachOutput(_ body: (Int, Int, Range<Int>, Range<Int>) -> Void) {
    parallelFor(outputShape[0]) { image in
      for (y, rows) in rows.enumerated() {
        for (x, columns) in columns.enumerated() {
          body(image, (image * self.rows.count + y) * self.columns.count + x, rows, columns)
        }
      }
    }
  }
}
