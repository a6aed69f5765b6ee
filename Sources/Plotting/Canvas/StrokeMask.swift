/// The pixels that a line through many points covers, each as a byte: the union of its pieces with round ends.
///
/// Cairo strokes thousands of steep pieces that lie side by side in tens of milliseconds. Here each piece is cut at four
/// places across a pixel into intervals, which are exact downwards; intervals that overlap are one.
struct StrokeMask {
  /// Columns and rows of the mask; rows begin at multiples of ``stride``.
  let columns: Int
  let rows: Int
  let stride: Int
  /// 0 where a pixel is not covered, 255 where all of it is.
  var bytes: [UInt8]

  /// Places across a pixel at which pieces are cut.
  private static let cuts = 4
  /// A cut that is covered from a pixel's top to its bottom.
  private static let whole = 4096
  /// The most cuts that are made; a line whose pieces are longer is stroked.
  private static let limit = 1_000_000

  /// The mask of a line in device pixels; a point that is not finite leaves a gap.
  ///
  /// - Returns: nil if the line has too many long pieces.
  init?(_ points: [Point], scale: Double, radius: Double, columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    stride = (columns + 3) / 4 * 4
    guard let intervals = Self.intervals(points, scale: scale, radius: radius, columns: columns) else { return nil }
    // How much more each pixel is covered than the one above it.
    var steps = [Int16](repeating: 0, count: columns * (rows + 1))
    for (cut, interval) in intervals {
      Self.add(interval, column: cut / Self.cuts, of: columns, rows: rows, to: &steps)
    }
    bytes = [UInt8](repeating: 0, count: stride * rows)
    var sums = [Int16](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        sums[column] &+= steps[row * columns + column]
        let covered = Int32(sums[column]) &* 255 &+ Int32(Self.whole * Self.cuts / 2)
        bytes[row * stride + column] = UInt8(truncatingIfNeeded: covered / Int32(Self.whole * Self.cuts))
      }
    }
  }

  /// From where to where a cut is covered.
  private struct Interval {
    var top: Float
    var bottom: Float

    /// Takes in another that overlaps.
    mutating func join(_ other: Interval) -> Bool {
      guard other.top <= bottom, other.bottom >= top else { return false }
      top = min(top, other.top)
      bottom = max(bottom, other.bottom)
      return true
    }
  }

  /// All intervals with the cuts that they lie on, none overlapping another.
  private static func intervals(
    _ points: [Point], scale: Double, radius: Double, columns: Int
  ) -> [(cut: Int, interval: Interval)]? {
    let count = columns * cuts
    // The interval that grows from piece to piece; empty at first.
    var growing = [Interval](repeating: Interval(top: .infinity, bottom: -.infinity), count: count)
    var others: [(cut: Int, interval: Interval)] = []
    var work = 0
    for (start, end) in zip(points, points.dropFirst()) {
      guard let piece = Piece(start, end, scale: scale, radius: radius) else { continue }
      let (first, last) = (piece.cut(at: piece.left, upTo: count), piece.cut(at: piece.right, upTo: count))
      work += last - first
      guard work <= limit else { return nil }
      for cut in first..<last {
        guard let interval = piece.interval(at: (Double(cut) + 0.5) / Double(cuts)) else { continue }
        if growing[cut].join(interval) { continue }
        if growing[cut].top <= growing[cut].bottom { others.append((cut, growing[cut])) }
        growing[cut] = interval
      }
    }
    for (cut, interval) in growing.enumerated() where interval.top <= interval.bottom { others.append((cut, interval)) }
    others.sort { $0.cut < $1.cut || $0.cut == $1.cut && $0.interval.top < $1.interval.top }
    return others.reduce(into: []) { joined, next in
      if let last = joined.last, last.cut == next.cut, joined[joined.count - 1].interval.join(next.interval) { return }
      joined.append(next)
    }
  }

  private static func add(
    _ interval: Interval, column: Int, of columns: Int, rows: Int, to steps: inout [Int16]
  ) {
    let (top, bottom) = (max(interval.top, 0), min(interval.bottom, Float(rows)))
    guard top < bottom else { return }
    let (first, last) = (Int(top), min(Int(bottom), rows - 1))
    func cover(_ row: Int, _ part: Float) {
      let step = Int16((part * Float(whole)).rounded())
      steps[row * columns + column] &+= step
      steps[(row + 1) * columns + column] &-= step
    }
    guard first < last else { return cover(first, bottom - top) }
    cover(first, Float(first + 1) - top)
    cover(last, bottom - Float(last))
    steps[(first + 1) * columns + column] &+= Int16(whole)
    steps[last * columns + column] &-= Int16(whole)
  }

  /// A piece of the line: two discs and what lies between them.
  private struct Piece {
    let start: Point
    let end: Point
    let radius: Double
    /// From the line's middle to its edge, across the piece.
    private let normal: Point

    /// - Returns: nil if an end is not finite.
    init?(_ start: Point, _ end: Point, scale: Double, radius: Double) {
      func place(_ point: Point) -> Point {
        Point(x: min(max(point.x, -1e5), 1e5) * scale, y: min(max(point.y, -1e5), 1e5) * scale)
      }
      guard start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite else { return nil }
      (self.start, self.end, self.radius) = (place(start), place(end), radius)
      let (x, y) = (self.end.x - self.start.x, self.end.y - self.start.y)
      let length = (x * x + y * y).squareRoot()
      normal = length == 0 ? Point(x: 0, y: 0) : Point(x: -y / length * radius, y: x / length * radius)
    }

    var left: Double { min(start.x, end.x) - radius }
    var right: Double { max(start.x, end.x) + radius }

    /// The first cut at or beyond a place.
    func cut(at x: Double, upTo count: Int) -> Int {
      Int(min(max((x * Double(StrokeMask.cuts) - 0.5).rounded(.up), 0), Double(count)))
    }

    /// From where to where the piece covers the cut at `x`. It is convex, so its parts make one interval.
    func interval(at x: Double) -> Interval? {
      var (top, bottom) = (Double.infinity, -Double.infinity)
      func includeDisc(_ center: Point) {
        let distance = x - center.x
        let square = radius * radius - distance * distance
        guard square >= 0 else { return }
        let height = square.squareRoot()
        (top, bottom) = (min(top, center.y - height), max(bottom, center.y + height))
      }
      func includeEdge(_ side: Double) {
        let (from, to) = (start.x + side * normal.x, end.x + side * normal.x)
        guard from != to, x >= min(from, to), x <= max(from, to) else { return }
        let y = start.y + side * normal.y + (end.y - start.y) * (x - from) / (to - from)
        (top, bottom) = (min(top, y), max(bottom, y))
      }
      includeDisc(start)
      includeDisc(end)
      includeEdge(1)
      includeEdge(-1)
      return top <= bottom ? Interval(top: Float(top), bottom: Float(bottom)) : nil
    }
  }
}
