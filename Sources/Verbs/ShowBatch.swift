import Datasets
import Images
import Learning
import Plotting

extension ImageLoader {
  /// The first images of the set as they enter a model, with their labels above: fastai's `show_batch`.
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
    let pictures = try samples(maxCount: maxCount, pass: pass).map { Picture($0.image, title: $0.label) }
    return showPictures(pictures, rows: rows)
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
