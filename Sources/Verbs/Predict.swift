import Foundation
import Learning

extension Learner {
  /// The model's prediction for the image at a path: fastai's `learn.predict(path)`.
  ///
  /// ```swift
  /// let prediction = try learn.predict("lesson2_assets/A3_1.png")
  /// ```
  /// - Throws: As ``predict(contentsOf:)``.
  public func predict(_ path: String) throws -> Prediction { try predict(contentsOf: URL(filePath: path)) }
}

extension Predictor {
  /// The model's prediction for the image at a path.
  ///
  /// - Throws: As ``predict(contentsOf:)``.
  public func predict(_ path: String) throws -> Prediction { try predict(contentsOf: URL(filePath: path)) }
}
