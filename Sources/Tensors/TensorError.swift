import Files
import Foundation

/// What can go wrong between a tensor and a file.
public enum TensorError: UserFacingError, Equatable {
  /// The file cannot be read, with the system's reason.
  case unreadable(path: String, reason: String)
  /// The file cannot be written, with the system's reason; what was there before stays whole.
  case unwritable(path: String, reason: String)
  /// The bytes are not a NumPy array file, or a damaged one; nil for bytes that come from no file.
  case malformedNumpy(reason: String, path: String? = nil)
  /// The array holds elements that are not those asked for, by NumPy's name for them; nil for bytes from no file.
  case unsupportedElement(name: String, path: String? = nil)
  /// A whole number would lose digits in single precision.
  case roundedInteger(value: String, path: String? = nil)

  /// The same trouble, of a file.
  func inFile(_ url: URL) -> TensorError {
    switch self {
    case .malformedNumpy(let reason, nil): .malformedNumpy(reason: reason, path: url.path)
    case .unsupportedElement(let name, nil): .unsupportedElement(name: name, path: url.path)
    case .roundedInteger(let value, nil): .roundedInteger(value: value, path: url.path)
    default: self
    }
  }
}

extension TensorError {
  /// The sentence a user sees: what was wrong, with what value, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "“\(path)” cannot be read: \(reason)."
    case .unwritable(let path, let reason):
      "“\(path)” cannot be written: \(reason). Check the folder and the space left on the disk."
    case .malformedNumpy(let reason, let path):
      "\(Self.name(path)) is not a valid NumPy array: \(reason). Save it again with numpy.save or numpy.savez."
    case .unsupportedElement(let name, let path):
      "\(Self.name(path)) has elements of type “\(name)”. \(Self.advice(for: name))"
    case .roundedInteger(let value, let path):
      "\(Self.name(path)) contains the whole number \(value), which single precision would round. Subtract an "
        + "offset before saving, or save what array.astype('float32') gives."
    }
  }

  private static func name(_ path: String?) -> String { path.map { "“\($0)”" } ?? "The data" }

  private static func advice(for element: String) -> String {
    switch element.drop(while: { "<>=|".contains($0) }).first {
    case "c": "Read complex numbers as a ComplexTensor."
    case "f", "i", "u", "b": "Read real numbers as a Tensor."
    default: "Save numbers, such as array.astype('float32')."
    }
  }
}
