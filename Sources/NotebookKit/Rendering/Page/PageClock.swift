import Foundation

/// The time at which a page of a running report was written, and the time by which it will be written again.
///
/// A page that is opened later reports that its run ended unfinished: whatever ended the runner, the page on disk
/// cannot claim indefinitely that the run continues. A finished page has no clock.
package struct PageClock: Equatable, Sendable {
  package var written: Date
  package var next: Date

  package init(written: Date, next: Date) {
    self.written = written
    self.next = next
  }

  /// The attribute with ``next``, of fixed length, so a page that no longer fits on the disk can be marked as expired
  /// in place.
  static func attribute(_ time: Date) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime]
    return "data-next=\"\(formatter.string(from: time))\""
  }

  /// A time as a sentence names it.
  static func text(_ time: Date) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate, .withTime, .withSpaceBetweenDateAndTime, .withColonSeparatorInTime]
    return formatter.string(from: time) + " UTC"
  }

  /// The page with its clock in the past, of the same length; nil if it has none.
  package static func expired(_ page: Data) -> (offset: Int, attribute: Data)? {
    // The opening comes first; a cell's output may contain the same text.
    guard let banner = page.range(of: Data(bannerStart.utf8)) else { return nil }
    let attribute = Data(attribute(Date(timeIntervalSince1970: 0)).utf8)
    guard let place = page[banner.upperBound...].range(of: Data("data-next=\"".utf8)),
      place.lowerBound + attribute.count <= page.endIndex
    else { return nil }
    return (place.lowerBound - page.startIndex, attribute)
  }

  /// Beginning of a running page's banner.
  static let bannerStart = "<p class=\"banner running\""
}
