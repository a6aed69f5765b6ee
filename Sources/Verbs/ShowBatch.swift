import Datasets
import Images
import Learning
import Plotting

extension ImageLoader {
  /// The first images of the set as they enter a model, with their labels above or their points on them: fastai's `show_batch`.
  ///
  /// ```swift
  /// try dls.valid.showBatch(maxCount: 4, rows: 1)
  /// ```
  /// - Parameters:
  ///   - maxCount: the maximum number of images, limited to a batch.
  ///   - rows: nil makes the grid nearly square.
  ///   - pass: the pass over the set that sets order and augmentations.
  /// - Throws: `DatasetError`, when an image cannot be decoded.
  public func showBatch(maxCount: Int = 9, rows: Int? = nil, pass: Int = 0) throws -> Figure {
    let pictures = try samples(maxCount: maxCount, pass: pass).map {
      Picture($0.marked, title: $0.points.isEmpty ? $0.label : nil)
    }
    return showPictures(pictures, rows: rows)
  }
}

extension ImageSample {
  /// The picture with a red square of three pixels at each of its points.
  fileprivate var marked: Image {
    if points.isEmpty { return image }
    var marked = image.rgb
    for point in points {
      for row in -1...1 {
        for column in -1...1 {
          let (x, y) = (Int(point.x.rounded(.down)) + column, Int(point.y.rounded(.down)) + row)
          guard x >= 0, x < marked.width, y >= 0, y < marked.height else { continue }
          let start = (y * marked.width + x) * 3
          marked.pixels.replaceSubrange(start..<start + 3, with: [214, 39, 40])
        }
      }
    }
    return marked
  }
}

extension ImageDataLoaders {
  /// The first images of the training set as they enter a model, with their labels above.
  ///
  /// ```swift
  /// try dls.showBatch()
  /// ```
  /// - Throws: `DatasetError`, when an image cannot be decoded.
  public func showBatch(maxCount: Int = 9, rows: Int? = nil, pass: Int = 0) throws -> Figure {
    try train.showBatch(maxCount: maxCount, rows: rows, pass: pass)
  }
}
