import Foundation

/// What can go wrong between a tensor and a file.
public enum TensorError: Error, Equatable {
  /// The file cannot be read, with the system's reason.
  case unreadable(path: String, reason: String)
  /// The file cannot be written, with the system's reason; what was there before stays whole.
  case unwritable(path: String, reason: String)
  /// The bytes are no NumPy array file, or a damaged one.
  case malformedNumpy(reason: String)
  /// The array holds elements that do not become `Float`, by NumPy's name for them.
  case unsupportedElement(name: String)
}

extension TensorError: LocalizedError, CustomStringConvertible {
  /// The sentence a user sees: what was wrong, with what value, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read '\(path)': \(reason)"
    case .unwritable(let path, let reason):
      "cannot write '\(path)': \(reason); check the folder and the space left on the disk"
    case .malformedNumpy(let reason):
      "not a valid .npy array: \(reason); save it again with numpy.save"
    case .unsupportedElement(let name):
      "arrays of '\(name)' cannot be read; convert with astype('float32') before saving"
    }
  }

  /// The same sentence, for Foundation's error printing.
  public var errorDescription: String? { description }
}
