import Display
import Tensors

extension Layer {
  /// The layers inside and their parameter counts; shapes would depend on an input, which `ModelSummary` takes. A
  /// parameter that several layers share is counted once.
  public var table: Table {
    let own = ownRow(name: "", outputShape: nil)
    let inner = innerRows(prefix: "")
    let rows = own.parameterCount > 0 || inner.isEmpty ? [own] + inner : inner
    return Table(
      columns: ["name", "layer", "parameters"],
      evenRows: rows.map { row in
        [row.name, row.title, row.parameterCount == 0 ? "" : ModelSummary.grouped(row.parameterCount)]
      },
      caption: "\(title): \(ModelSummary.grouped(parameterCount)) parameters")
  }

  /// The table of layers.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// Text of the table.
  public var description: String { table.description }

  /// One row for the parameters that are the layer's own.
  func ownRow(name: String, outputShape: [Int]?) -> SummaryRow {
    let own = parts.elements.compactMap { element -> Parameter? in
      switch element.part {
      case .weight(let parameter), .bias(let parameter), .normalization(let parameter): parameter
      case .statistic, .layer: nil
      }
    }
    return SummaryRow(
      name: name, title: title, outputShape: outputShape, parameterCount: own.reduce(0) { $0 + $1.count },
      isTrained: own.contains(where: \.requiresGradient))
  }

  /// A row for each inner layer that has its own parameters or no further layers.
  func innerRows(prefix: String) -> [SummaryRow] {
    parts.elements.flatMap { element -> [SummaryRow] in
      guard case .layer(let layer) = element.part else { return [] }
      let name = prefix + element.name
      let own = layer.ownRow(name: name, outputShape: nil)
      let inner = layer.innerRows(prefix: name + ".")
      return own.parameterCount > 0 || inner.isEmpty ? [own] + inner : inner
    }
  }
}

extension VisionModel {
  /// The table of layers for an image of 224 × 224, the size that ResNets were designed for.
  public var mimeBundle: MIMEBundle { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).mimeBundle }

  /// Text of the table.
  public var description: String { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).description }
}

extension ResNet {
  /// The table of layers for an image of 224 × 224, the size that ResNets were designed for.
  public var mimeBundle: MIMEBundle { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).mimeBundle }

  /// Text of the table.
  public var description: String { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).description }
}
