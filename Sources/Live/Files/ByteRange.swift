/// The part of a file requested by a `Range` header.
enum ByteRange: Equatable {
  /// The whole file, if the header is missing or not understood.
  case whole
  case part(Range<Int>)
  case notSatisfiable

  /// Reads a header of one range, as in `bytes=0-99`, `bytes=100-` or `bytes=-100`.
  init(_ header: String?, of count: Int) {
    self = .whole
    guard let match = header?.wholeMatch(of: /bytes=([0-9]{0,18})-([0-9]{0,18})/) else { return }
    switch (Int(match.1), Int(match.2)) {
    case (let first?, let last?) where last < first: return
    case (let first?, let last):
      self = first < count ? .part(first..<min(count, (last ?? count) + 1)) : .notSatisfiable
    case (nil, let length?):
      self = length > 0 && count > 0 ? .part(max(0, count - length)..<count) : .notSatisfiable
    case (nil, nil): return
    }
  }
}
