internal import CCairo

extension Canvas {
  /// Fills an upright rectangle.
  func fill(_ rectangle: Rectangle, color: RGBA) {
    setSource(color)
    let (left, top) = (bounded(rectangle.left), bounded(rectangle.top))
    cairo_rectangle(context, left, top, bounded(rectangle.right) - left, bounded(rectangle.bottom) - top)
    cairo_fill(context)
  }

  /// Fills a rectangle whose corners are quarters of circles, and draws its edge if `edge` is given.
  func fillRounded(_ rectangle: Rectangle, radius: Double, color: RGBA, edge: RGBA? = nil) {
    cairo_new_path(context)
    let (right, bottom) = (rectangle.right - radius, rectangle.bottom - radius)
    let (left, top) = (rectangle.left + radius, rectangle.top + radius)
    cairo_arc(context, right, top, radius, -.pi / 2, 0)
    cairo_arc(context, right, bottom, radius, 0, .pi / 2)
    cairo_arc(context, left, bottom, radius, .pi / 2, .pi)
    cairo_arc(context, left, top, radius, .pi, 3 * .pi / 2)
    cairo_close_path(context)
    setSource(color)
    cairo_fill_preserve(context)
    if let edge {
      setSource(edge)
      cairo_set_line_width(context, 1)
      cairo_set_dash(context, nil, 0, 0)
      cairo_stroke(context)
    }
    cairo_new_path(context)
  }

  /// Draws the edge of an upright rectangle, on whole device pixels.
  func stroke(_ rectangle: Rectangle, color: RGBA, lineWidth: Double) {
    let left = crisp(rectangle.left, lineWidth: lineWidth)
    let top = crisp(rectangle.top, lineWidth: lineWidth)
    let right = crisp(rectangle.right, lineWidth: lineWidth)
    let bottom = crisp(rectangle.bottom, lineWidth: lineWidth)
    setSource(color)
    setPen(width: lineWidth, dash: [], isRound: false)
    cairo_rectangle(context, left, top, right - left, bottom - top)
    cairo_stroke(context)
  }

  /// Draws one straight line.
  func line(from start: Point, to end: Point, color: RGBA, width: Double, dash: [Double] = []) {
    setSource(color)
    setPen(width: width, dash: dash, isRound: false)
    cairo_move_to(context, bounded(start.x), bounded(start.y))
    cairo_line_to(context, bounded(end.x), bounded(end.y))
    cairo_stroke(context)
  }

  /// Draws a line through all points; a non-finite point leaves a gap.
  func polyline(_ points: [Point], color: RGBA, width: Double, dash: [Double] = []) {
    setSource(color)
    if dash.isEmpty, points.count > Self.manyPoints, cover(points, width: width) { return }
    setPen(width: width, dash: dash, isRound: true)
    // The cost of a stroke grows with the square of the number of adjacent pieces; an opaque line looks the same when
    // it is drawn in parts that share their ends.
    let part = color.alpha == 1 && dash.isEmpty ? 16 : max(points.count, 1)
    for start in stride(from: 0, to: points.count, by: part) {
      trace(points[start..<min(start + part + 1, points.count)])
      cairo_stroke(context)
    }
  }

  /// The number of points above which a line is not stroked piece by piece.
  private static let manyPoints = 2000

  /// Draws a line of many points in the colour that is set, by the pixels that it covers.
  ///
  /// - Returns: False if it has to be stroked.
  private func cover(_ points: [Point], width: Double) -> Bool {
    guard vector == nil,
      var mask = StrokeMask(points, scale: scale, radius: width * scale / 2, columns: pixelWidth, rows: pixelHeight)
    else { return false }
    let (columns, rows, stride) = (Int32(mask.columns), Int32(mask.rows), Int32(mask.stride))
    mask.bytes.withUnsafeMutableBufferPointer { bytes in
      guard
        let surface = cairo_image_surface_create_for_data(
          bytes.baseAddress, CAIRO_FORMAT_A8, columns, rows, stride)
      else { return }
      cairo_save(context)
      cairo_identity_matrix(context)
      cairo_mask_surface(context, surface, 0, 0)
      cairo_restore(context)
      cairo_surface_finish(surface)
      cairo_surface_destroy(surface)
    }
    return true
  }

  /// Fills the area inside of a closed path of finite points.
  func fillPolygon(_ points: [Point], color: RGBA) {
    setSource(color)
    trace(points)
    cairo_close_path(context)
    cairo_fill(context)
  }

  /// Clamps a coordinate to the range of Cairo's fixed-point numbers; anything beyond is far outside any figure.
  private func bounded(_ coordinate: Double) -> Double { min(max(coordinate, -1e5), 1e5) }

  private func setPen(width: Double, dash: [Double], isRound: Bool) {
    cairo_set_line_width(context, width)
    cairo_set_line_join(context, isRound ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER)
    cairo_set_line_cap(context, isRound && dash.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    let lengths = dash.map { $0 * width }
    cairo_set_dash(context, lengths, Int32(lengths.count), 0)
  }

  private func trace(_ points: some Collection<Point>) {
    cairo_new_path(context)
    var isDrawing = false
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        isDrawing = false
        continue
      }
      if isDrawing {
        cairo_line_to(context, bounded(point.x), bounded(point.y))
      } else {
        cairo_move_to(context, bounded(point.x), bounded(point.y))
        isDrawing = true
      }
    }
  }
}
