import Foundation
import Learning

extension Learner {
  /// What the model says about the picture at a path: fastai's `learn.predict(path)`.
  ///
  /// ```swift
  /// let prediction = try learn.predict("lesson2_assets/A3_1.png")
  /// ```
  /// - Throws: As ``predict(contentsOf:)``.
  public func predict(_ path: String) throws -> Prediction { try predict(contentsOf: URL(filePath: path)) }
}

extension Predictor {
  /// What the model says about the picture at a path.
  ///
  /// - Throws: As ``predict(contentsOf:)``.
  public func predict(_ path: String) throws -> Prediction { try predict(contentsOf: URL(filePath: path)) }
}
