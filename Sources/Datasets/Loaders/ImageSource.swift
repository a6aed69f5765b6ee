import Foundation
import Images

/// A source whose items are images that can be displayed.
///
/// ```swift
/// let mistakes = try loaders.valid.samples(at: [3, 5]).map(\.label)
/// ```
public protocol ImageSource: BatchSource {
  /// Items of the set by their position, as they enter a model with normalisation undone, with their labels.
  ///
  /// - Throws: `DatasetError`, when an image cannot be decoded.
  func samples(at indices: [Int]) throws -> [ImageSample]
}

/// An image with its label, to be looked at.
///
/// ```swift
/// let labels = try loaders.valid.samples(maxCount: 4).map(\.label)
/// ```
public struct ImageSample: Hashable, Sendable {
  /// The image as it enters a model, with normalisation undone.
  public let image: Image
  /// The names of its classes, separated by semicolons.
  public let label: String
  /// File of the image.
  public let file: URL
  /// The points that are its answer, in pixels of the picture from its upper left corner; none unless answers are points.
  public var points: [SIMD2<Double>] = []
}
