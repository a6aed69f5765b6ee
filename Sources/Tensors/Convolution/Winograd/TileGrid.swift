/// The square tiles that cover a batch of images, counted image by image and row by row.
struct TileGrid: Sendable {
  let images: Int
  let height: Int
  let width: Int
  /// Side of a tile.
  let side: Int
  let rows: Int
  let columns: Int

  init(images: Int, height: Int, width: Int, side: Int) {
    self.images = images
    self.height = height
    self.width = width
    self.side = side
    rows = (height + side - 1) / side
    columns = (width + side - 1) / side
  }

  /// Tiles in all images.
  var count: Int { images * rows * columns }

  /// The image that a tile covers a part of, and where in it the tile's top left corner is.
  @inline(__always) func corner(of tile: Int) -> (image: Int, row: Int, column: Int) {
    let column = tile % columns
    let rest = tile / columns
    return (rest / rows, rest % rows * side, column * side)
  }
}

/// An image batch `[N, H, W, C]` in memory.
struct ImagePlane {
  let base: UnsafeMutablePointer<Float>
  let height: Int
  let width: Int
  let channels: Int

  init(_ tensor: Tensor) {
    base = tensor.storage.base
    (channels, height, width) = (tensor.shape[1], tensor.shape[2], tensor.shape[3])
  }

  /// Six pixels of a column from `row` down, each from one of its channels on; `outside` replaces pixels that are not
  /// in the image.
  @inline(__always) func column(
    _ image: Int, _ row: Int, _ column: Int, from channel: Int, outside: UnsafePointer<Float>
  ) -> InlineArray<6, UnsafePointer<Float>> {
    var pixels = InlineArray<6, UnsafePointer<Float>>(repeating: outside)
    guard column >= 0, column < width else { return pixels }
    for y in 0..<6 where row &+ y >= 0 && row &+ y < height {
      pixels[y] = UnsafePointer(pixel(image, row &+ y, column)) + channel
    }
    return pixels
  }

  /// The first channel of a pixel.
  @inline(__always) func pixel(_ image: Int, _ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
    base + ((image &* height &+ row) &* width &+ column) &* channels
  }
}
