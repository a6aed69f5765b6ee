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
  ///   - maxCount: how many, at most a batch.
  ///   - rows: nil for about as many as columns.
  ///   - pass: the pass over the set whose order and augmentations are shown.
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
