/// True if the value of a variable may also be reached from other variables.
package enum Sharing: Equatable, Sendable {
  /// A pure value: numbers, text, arrays of them.
  case value
  /// A value that contains references only if it was computed from some, as a tensor refers to its inputs.
  case valueUnlessMadeOfReferences
  /// A class, a closure, an existential, a pointer, or an unknown type.
  case reference

  /// The sharing of a value that contains both.
  func joined(_ other: Sharing) -> Sharing {
    if self == .reference || other == .reference { return .reference }
    return self == .value ? other : self
  }

  /// The sharing of a type as the compiler's demangler writes it: `[Swift.String : Cell_2.Point]`.
  ///
  /// - Parameter known: The sharing of a notebook's own type by its full name; nil for one that contains references.
  package static func of(_ type: String, known: (String) -> Sharing?) -> Sharing {
    if type.contains("->") { return .reference }
    var result = Sharing.value
    for match in type.matches(of: /[\p{L}_$][\p{L}\p{N}_$.]*/) {
      let name = String(match.output)
      // `a` in `(a: Swift.Int)` is a label, but the key of `[Swift.String : Swift.Int]` has a space after it.
      if type[match.range.upperBound...].hasPrefix(":") { continue }
      result = result.joined(of(name: name, known: known))
    }
    return result
  }

  private static func of(name: String, known: (String) -> Sharing?) -> Sharing {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    // A type's own generic parameter, such as `A`; its argument is named where the type is used.
    guard parts.count == 2 else { return name.wholeMatch(of: /[A-Z]\d*/) == nil ? .reference : .value }
    switch parts[0] {
    case "Swift": return standardValues.contains(parts[1]) ? .value : .reference
    case "FoundationEssentials", "Foundation": return foundationValues.contains(parts[1]) ? .value : .reference
    case "Tensors", "Signal", "Images", "Plotting", "Tables":
      return librarySharedTypes.contains(parts[1]) ? .reference : .valueUnlessMadeOfReferences
    default: return known(name) ?? .reference
    }
  }

  private static let standardValues: Set<String> = [
    "Int", "Int8", "Int16", "Int32", "Int64", "Int128", "UInt", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128",
    "Float", "Float16", "Double", "Bool", "String", "Substring", "Character", "Unicode.Scalar", "StaticString", "Array",
    "ArraySlice", "ContiguousArray", "Dictionary", "Set", "Optional", "Range", "ClosedRange", "PartialRangeFrom",
    "PartialRangeThrough", "PartialRangeUpTo", "CollectionOfOne", "KeyValuePairs", "Duration", "ObjectIdentifier",
    "SystemRandomNumberGenerator", "SIMD2", "SIMD4", "SIMD8",
  ]

  private static let foundationValues: Set<String> = [
    "Data", "Date", "DateComponents", "DateInterval", "Decimal", "IndexPath", "IndexSet", "Locale", "TimeZone",
    "URL", "URLComponents", "UUID", "CharacterSet",
  ]

  /// The classes and protocols of our modules of values.
  private static let librarySharedTypes: Set<String> = [
    "Parameter", "Synthesizer", "Mark", "PlotData", "PlotValue", "NumpyElement",
    "ColumnElement", "ColumnCell", "ColumnConvertible",
  ]
}
