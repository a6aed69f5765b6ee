/// A call of another library that people know, and what takes its place here.
package struct KnownCall: Equatable, Sendable {
  /// The library, as in `pandas`.
  package var library: String
  /// The call as its users write it, as in `pd.read_csv`.
  package var call: String
  /// The names here, the closest first, as in `DataFrame.init(contentsOfCSVFile:)`; empty if nothing takes its place.
  package var here: [String]
  /// The differences, as Markdown; empty if there are none.
  package var difference: String

  package init(library: String, call: String, here: [String], difference: String) {
    self.library = library
    self.call = call
    self.here = here
    self.difference = difference
  }

  /// The last name of the call, by which it is looked up: `read_csv`, and `mean` of `df.groupby(…).mean()`.
  package var name: Substring {
    let ends = call.indices.filter { index in
      let next = call.index(after: index)
      return (call[index].isLetter || call[index].isNumber || call[index] == "_")
        && (next == call.endIndex || call[next] == "(")
    }
    guard let end = ends.last else { return call[...] }
    let start = call[...end].lastIndex { !($0.isLetter || $0.isNumber || $0 == "_") }
    return call[(start.map(call.index(after:)) ?? call.startIndex)...end]
  }

  /// The sentences that say what to use.
  var sentences: String {
    let names = here.map { "`\($0)`" }.joined(separator: ", ")
    let answer = "`\(call)` of \(library) " + (here.isEmpty ? "has no counterpart here." : "is \(names) here.")
    guard !difference.isEmpty else { return answer }
    return answer + " " + difference.prefix(1).uppercased() + difference.dropFirst() + "."
  }
}
