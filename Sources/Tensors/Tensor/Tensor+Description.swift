extension Tensor: CustomStringConvertible {
  /// The shape and the scalars in nested brackets, with the middle of long axes left out.
  public var description: String {
    if shape.isEmpty { return withUnsafeScalars { Self.text($0[0]) } }
    let axes = shape.map(String.init).joined(separator: ", ")
    let separator = rank > 1 ? "\n" : " "
    return "Tensor[\(axes)]\(separator)" + withUnsafeScalars { nested($0, axis: 0, offset: 0, indent: 1) }
  }

  /// Number of entries of a long axis that are shown at either end.
  private static var edge: Int { 3 }

  private func nested(_ scalars: UnsafeBufferPointer<Float>, axis: Int, offset: Int, indent: Int) -> String {
    let length = shape[axis]
    let stride = Self.count(of: Array(shape[(axis + 1)...]))
    let isLast = axis == shape.count - 1
    let shown =
      length <= 2 * Self.edge + 2 ? Array(0..<length) : Array(0..<Self.edge) + Array((length - Self.edge)..<length)
    var parts = shown.map { index in
      isLast
        ? Self.text(scalars[offset + index])
        : nested(scalars, axis: axis + 1, offset: offset + index * stride, indent: indent + 1)
    }
    if shown.count < length { parts.insert("…", at: Self.edge) }
    let separator = isLast ? ", " : ",\n" + String(repeating: " ", count: indent)
    return "[" + parts.joined(separator: separator) + "]"
  }

  /// Up to four decimals, without trailing zeros; very small and large numbers as Swift prints them.
  private static func text(_ value: Float) -> String {
    guard !value.isNaN else { return "nan" }
    guard value.isFinite, value.magnitude >= 1e-3 || value == 0, value.magnitude < 1e6 else { return "\(value)" }
    let rounded = (Double(value) * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
