import Display
import Foundation
import Tables

extension Date: Displayable {
  /// The day, with the time of day in UTC unless that is midnight, as a column of a table has it: `2024-05-01`.
  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: Date.columnText(of: self)) }
}
