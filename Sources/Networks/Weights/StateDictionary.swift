import Display
import Foundation
import Tensors

/// Tensors by name, as a model has them and a weight file holds them; PyTorch's state dict.
///
/// ```swift
/// let state = try StateDictionary(contentsOf: URL(filePath: "resnet34.pth"))
/// print(state["conv1.weight"]?.shape ?? [])  // [64, 3, 7, 7]
/// ```
public struct StateDictionary {
  private let tensors: [StoredTensor]

  /// What a model holds: parameters and running statistics.
  public init(of model: any Layer) { tensors = model.storedTensors }

  /// Looks into a `.safetensors` file, or one that `torch.save` wrote.
  ///
  /// - Throws: `NetworkError.unusableFile`, `.corruptWeights` or `.forbiddenPickle`.
  public init(contentsOf url: URL) throws { tensors = try WeightFile.read(url).tensors }

  /// The names in the order of the file.
  public var names: [String] { tensors.map(\.name) }

  /// The tensor of a name in single precision, or nil if there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }
}

extension StateDictionary: Displayable, CustomStringConvertible {
  /// Name, shape and element type, a row each.
  public var table: Table {
    Table(
      columns: ["name", "shape", "type"],
      rows: tensors.map { [$0.name, $0.shape.map(String.init).joined(separator: " × "), "\($0.elementType)"] },
      caption: "\(tensors.count) tensors")
  }

  /// The table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as text.
  public var description: String { table.description }
}
