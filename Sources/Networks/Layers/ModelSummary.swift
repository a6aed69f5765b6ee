import Display
import Tensors

/// One layer in a printed model.
///
/// ```swift
/// for row in model.summaryRows(name: "model", inputShape: [1, 3, 128, 128]) { print(row.name, row.parameterCount) }
/// ```
public struct SummaryRow: Sendable, Equatable {
  /// Place in the model, `4.0.conv1`.
  public let name: String

  /// Type and dimensions.
  public let title: String

  /// The output shape for the requested input, with the batch axis; nil for a layer whose input only its parent knows.
  public let outputShape: [Int]?

  /// Number of scalars in its parameters.
  public let parameterCount: Int

  /// True if training changes any of them.
  public let isTrained: Bool

  /// Describes a layer.
  public init(name: String, title: String, outputShape: [Int]?, parameterCount: Int, isTrained: Bool) {
    self.name = name
    self.title = title
    self.outputShape = outputShape
    self.parameterCount = parameterCount
    self.isTrained = isTrained
  }
}

/// A model as a table of layers, output shapes and parameter counts; models and learners show themselves as one.
///
/// ```swift
/// print(ModelSummary(of: model, inputShape: [1, 3, 128, 128]))
/// ```
public struct ModelSummary: Displayable, CustomStringConvertible {
  /// One row per layer, in the order of computation.
  public let rows: [SummaryRow]

  /// Number of scalars in all parameters; shared parameters are counted once.
  public let parameterCount: Int

  /// Number of trained scalars.
  public let trainedParameterCount: Int

  /// Looks at a model.
  ///
  /// - Parameter inputShape: With the batch axis.
  public init(of model: any Layer, inputShape: [Int]) {
    rows = model.summaryRows(name: "", inputShape: inputShape)
    let parameters = model.parameters.map(\.parameter)
    parameterCount = parameters.reduce(0) { $0 + $1.count }
    trainedParameterCount = parameters.reduce(0) { $0 + ($1.requiresGradient ? $1.count : 0) }
  }

  /// The table, with the totals in its caption.
  public var table: Table {
    Table(
      columns: ["name", "layer", "output shape", "parameters", "trained"],
      evenRows: rows.map { row in
        [
          row.name, row.title, (row.outputShape ?? []).map(String.init).joined(separator: " × "),
          row.parameterCount == 0 ? "" : Self.grouped(row.parameterCount),
          row.parameterCount == 0 ? "" : row.isTrained ? "yes" : "no",
        ]
      },
      caption: "\(Self.grouped(parameterCount)) parameters, \(Self.grouped(trainedParameterCount)) of them trained")
  }

  /// The table, drawn.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as text.
  public var description: String { table.description }

  /// Digits in groups of three.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }
}
