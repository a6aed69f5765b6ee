import Display

extension VisionModel: Displayable, CustomStringConvertible {
  /// The table of layers for a picture of 224 × 224, the size that ResNets were made for.
  public var mimeBundle: MIMEBundle { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).mimeBundle }

  /// The same table as text.
  public var description: String { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).description }
}

extension ResNet: Displayable, CustomStringConvertible {
  /// The table of layers for a picture of 224 × 224, the size that ResNets were made for.
  public var mimeBundle: MIMEBundle { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).mimeBundle }

  /// The same table as text.
  public var description: String { ModelSummary(of: self, inputShape: [1, 3, 224, 224]).description }
}

extension Sequential: Displayable, CustomStringConvertible {
  /// Layers and parameter counts; shapes would depend on an input, which `ModelSummary` takes.
  public var table: Table {
    Table(
      columns: ["name", "layer", "parameters"],
      rows: layers.enumerated().map { index, layer in
        ["\(index)", layer.title, layer.parameterCount == 0 ? "" : ModelSummary.grouped(layer.parameterCount)]
      },
      caption: "\(ModelSummary.grouped(parameterCount)) parameters")
  }

  /// The table of layers.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The same table as text.
  public var description: String { table.description }
}

extension Learner: Displayable {
  /// The table of the model's layers for the data's inputs.
  public var mimeBundle: MIMEBundle { summary.mimeBundle }
}
