internal import CCairo
import Foundation

/// The bytes that Cairo writes of a drawing as SVG.
final class VectorOutput {
  private var data = Data()

  /// A surface that writes here, which must not outlive this object; sides in pixels.
  func surface(width: Int, height: Int) -> OpaquePointer? {
    let surface = cairo_svg_surface_create_for_stream(
      { closure, bytes, count in
        guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<VectorOutput>.fromOpaque(closure).takeUnretainedValue().data.append(bytes, count: Int(count))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(self).toOpaque(), Double(width), Double(height))
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    return surface
  }

  /// The finished drawing, shown in a size in pixels.
  ///
  /// Cairo names images by a counter of the whole process; here they are named by their order, so a figure always gives
  /// the same bytes.
  func text(width: Double, height: Double) -> String {
    var text = String(decoding: data, as: UTF8.self)
    if let opening = text.firstMatch(of: /<svg [^>]*>/) {
      let sized = String(opening.output)
        .replacing(/\swidth="[^"]*"/, with: " width=\"\(width)\"", maxReplacements: 1)
        .replacing(/\sheight="[^"]*"/, with: " height=\"\(height)\"", maxReplacements: 1)
      text.replaceSubrange(opening.range, with: sized)
    }
    var names: [Substring: String] = [:]
    return text.replacing(/(id="|href="#|url\(#)([a-z]+-?)(\d+)/) { match in
      let name = names[match.output.3] ?? "\(names.count)"
      names[match.output.3] = name
      return "\(match.output.1)\(match.output.2)\(name)"
    }
  }
}
