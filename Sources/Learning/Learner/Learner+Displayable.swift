import Display
import Networks

extension Learner: Displayable, CustomStringConvertible {
  /// The table of the model's layers for the data's inputs.
  public var mimeBundle: MIMEBundle { summary.mimeBundle }

  /// Text of the table.
  public var description: String { summary.description }
}
