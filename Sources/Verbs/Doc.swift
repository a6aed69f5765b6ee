/// Shows what is written about a symbol of this library: its declarations and their documentation.
///
/// ```swift
/// try doc("chroma")
/// try doc("Waveform.duration")
/// ```
/// - Parameter name: A function's name with or without its labels, a type's, or a member's after its type and a dot.
/// - Throws: ``DocumentationError``.
public func doc(_ name: String) throws -> Documentation {
  let entries = try SymbolGraph.load().entries(named: name)
  return Documentation(name: name, entries: entries)
}
