internal import CCairo

/// A size and weight of the font family of figures, DejaVu Sans.
struct Font: Hashable, Sendable {
  var size: Double
  var isBold = false

  /// The height of a capital letter, used to centre and align text.
  var capHeight: Double { 0.729 * size }
  /// The distance from one baseline to the next.
  var lineHeight: Double { 1.25 * size }
}

extension Canvas {
  /// Sets the font options, once per canvas.
  func prepareFont() {
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  /// The width of one line of text.
  func width(of text: String, font: Font) -> Double {
    select(font)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// The size of a text of one or more lines.
  func size(of text: String, font: Font) -> (width: Double, height: Double) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let widest = lines.map { width(of: String($0), font: font) }.max() ?? 0
    return (widest, font.capHeight + Double(lines.count - 1) * font.lineHeight)
  }

  /// The text with line breaks between words where it is wider than `width`.
  func wrapped(_ text: String, font: Font, width limit: Double) -> String {
    guard size(of: text, font: font).width > limit else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: " ").reduce(into: [String]()) { lines, word in
        if let last = lines.last, width(of: last + " " + word, font: font) <= limit {
          lines[lines.count - 1] = last + " " + word
        } else {
          lines.append(String(word))
        }
      }
      .joined(separator: "\n")
    }
    .joined(separator: "\n")
  }

  /// The text cut with an ellipsis if it is wider than `width`.
  func shortened(_ text: String, font: Font, width limit: Double) -> String {
    var text = text
    guard size(of: text, font: font).width > limit else { return text }
    while !text.isEmpty, width(of: text + "…", font: font) > limit { text.removeLast() }
    return text + "…"
  }

  /// Draws text of one or more lines.
  ///
  /// - Parameters:
  ///   - place: the position of the block's anchor.
  ///   - turned: whether the text reads upwards, as a y axis label does.
  func text(
    _ text: String, at place: Point, anchor: TextAnchor, font: Font, color: RGBA, turned: Bool = false
  ) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let blockHeight = font.capHeight + Double(lines.count - 1) * font.lineHeight
    var baseline =
      switch anchor.vertical {
      case .top: font.capHeight
      case .middle: font.capHeight - blockHeight / 2
      case .baseline: font.capHeight - blockHeight
      }
    setSource(color)
    select(font)
    cairo_save(context)
    cairo_translate(context, place.x, place.y)
    if turned { cairo_rotate(context, -.pi / 2) }
    for line in lines {
      let width = width(of: line, font: font)
      let start =
        switch anchor.horizontal {
        case .left: 0.0
        case .center: -width / 2
        case .right: -width
        }
      cairo_move_to(context, start, baseline)
      cairo_show_text(context, line)
      baseline += font.lineHeight
    }
    cairo_restore(context)
  }

  private func select(_ font: Font) {
    guard font != self.font else { return }
    self.font = font
    if let face = FontFaces.face(isBold: font.isBold) {
      cairo_set_font_face(context, face)
    } else {
      let weight = font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
      cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
    }
    cairo_set_font_size(context, font.size)
  }
}
