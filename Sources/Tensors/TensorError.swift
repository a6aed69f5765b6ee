import Files
import Foundation

/// An error of reading or writing a tensor's file.
///
/// ```swift
/// do { _ = try Tensor(npy: url) } catch TensorError.malformedNumpy(let reason, _) { print(reason) }
/// ```
public enum TensorError: UserFacingError, Equatable {
  /// The file cannot be read, with the system's reason.
  case unreadable(path: String, reason: String)
  /// The file cannot be written, with the system's reason; an earlier file is unchanged.
  case unwritable(path: String, reason: String)
  /// The bytes are not a NumPy array file, or a damaged one; nil for bytes without a file.
  case malformedNumpy(reason: String, path: String? = nil)
  /// The array has elements of another type than requested, with NumPy's name for it; nil for bytes without a file.
  case unsupportedElement(name: String, path: String? = nil)
  /// A whole number would lose digits in single precision.
  case roundedInteger(value: String, path: String? = nil)

  /// A copy of the error with a file name.
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
  /// The message for users: what is wrong with which value, and what to do.
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
