internal import CCairo

/// The faces of DejaVu Sans, read from Debian's files.
///
/// Asked for by name, they would be looked up among all fonts of the machine, which takes longer than a figure.
enum FontFaces {
  /// The face of a weight; nil where its file is not there.
  static func face(isBold: Bool) -> OpaquePointer? { isBold ? faces.bold : faces.regular }

  // Cairo locks a face while one thread uses it, and none is ever changed or freed.
  nonisolated(unsafe) private static let faces: (regular: OpaquePointer?, bold: OpaquePointer?) = {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0 else { return (nil, nil) }
    func read(_ name: String) -> OpaquePointer? {
      var face: FT_Face?
      guard FT_New_Face(library, "/usr/share/fonts/truetype/dejavu/\(name)", 0, &face) == 0 else { return nil }
      return cairo_ft_font_face_create_for_ft_face(face, 0)
    }
    return (read("DejaVuSans.ttf"), read("DejaVuSans-Bold.ttf"))
  }()
}
