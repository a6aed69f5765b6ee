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

  /// The last name of the call, by which it is looked up: `read_csv`, and `mean` of `df.groupby(…).mean()`; empty for an
  /// expression such as `x > y`.
  package var name: Substring {
    var plain = call[...]
    while let group = plain.firstMatch(of: /\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}/) {
      plain = (plain[..<group.range.lowerBound] + plain[group.range.upperBound...])[...]
    }
    guard plain.wholeMatch(of: /\.?(?:\w+\.)*[A-Za-z_]\w+/) != nil else { return "" }
    return plain.split(separator: ".").last ?? ""
  }

  /// The sentences that say what to use.
  var sentences: String {
    let names = here.map { "`\($0)`" }.joined(separator: ", ")
    let answer = "`\(call)` of \(library) " + (here.isEmpty ? "has no counterpart here." : "is \(names) here.")
    guard !difference.isEmpty else { return answer }
    return answer + " " + difference.prefix(1).uppercased() + difference.dropFirst() + "."
  }
}
