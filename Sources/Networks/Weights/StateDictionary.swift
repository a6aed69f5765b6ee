import Display
import Foundation
import Tensors

/// Tensors by name, as in a model or a weight file; PyTorch's state dict.
///
/// ```swift
/// let state = try StateDictionary(contentsOf: URL(filePath: "resnet34.pth"))
/// print(state["conv1.weight"]?.shape ?? [])  // [64, 3, 7, 7]
/// ```
public struct StateDictionary {
  private let tensors: [StoredTensor]
  private let unusable: [UnusableTensor]
  private let file: String

  /// The numbers of a model: parameters and running statistics.
  public init(of model: any Layer) {
    tensors = model.storedTensors
    unusable = []
    file = "the model"
  }

  /// Looks into a `.safetensors` file, or one that `torch.save` wrote.
  ///
  /// Tensors of complex, quantised or sparse numbers, and of types below 8 bits, are listed and cannot be used.
  ///
  /// - Throws: `NetworkError.unusableFile`, `.corruptWeights` or `.forbiddenPickle`.
  public init(contentsOf url: URL) throws {
    let contents = try WeightFile.read(url)
    tensors = contents.tensors
    unusable = contents.unusable
    file = url.lastPathComponent
  }

  /// The names in the order of the file; unusable tensors come last.
  public var names: [String] { tensors.map(\.name) + unusable.map(\.name) }

  /// The tensor of a name in single precision, or nil if it is missing or not representable; `tensor(_:)` throws the
  /// reason.
  public subscript(name: String) -> Tensor? { try? tensor(name) }

  /// The tensor of a name in single precision, or nil if there is none.
  ///
  /// - Throws: `NetworkError.unusableTensor`, and `.roundedInteger` if a whole number would lose digits.
  public func tensor(_ name: String) throws -> Tensor? {
    guard let tensor = try stored(name) else { return nil }
    if let value = tensor.roundedInteger {
      throw NetworkError.roundedInteger(file: file, name: name, value: value)
    }
    return tensor.tensor
  }

  /// The whole numbers of a tensor, row-major and exact, or nil if it is missing or contains other numbers.
  ///
  /// - Throws: `NetworkError.unusableTensor`.
  public func integers(_ name: String) throws -> [Int]? { try stored(name)?.integers }

  private func stored(_ name: String) throws -> StoredTensor? {
    if let tensor = unusable.first(where: { $0.name == name }) {
      throw NetworkError.unusableTensor(file: file, name: name, type: tensor.type)
    }
    return tensors.first { $0.name == name }
  }
}

extension StateDictionary: Displayable, CustomStringConvertible {
  /// Name, shape and element type, one row per tensor.
  public var table: Table {
    Table(
      columns: ["name", "shape", "type"],
      evenRows: tensors.map { [$0.name, $0.shape.map(String.init).joined(separator: " × "), "\($0.elementType)"] }
        + unusable.map { [$0.name, "", "\($0.type), cannot be used"] },
      caption: "\(names.count) tensors")
  }

  /// The table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as text.
  public var description: String { table.description }
}
