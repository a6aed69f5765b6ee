import Foundation
import Tables

extension FuzzTarget {
  /// Data frames.
  static let tables: [FuzzTarget] = [
    FuzzTarget(
      "csv", texts: ["a,b\n1,\"x\"\"y\"\n,2.5\n", "d;e\r\n2026-01-31;true\r\n", "n\n-1e3\nNA\n"]
    ) { text in
      let frame = try DataFrame(csvData: Data(text.utf8))
      let again = try DataFrame(csvData: frame.csvRepresentation())
      precondition(again.shape == frame.shape, "a table came back otherwise")
      _ = frame.summary().description
    },
    FuzzTarget("json-rows", texts: [#"[{"a": 1, "b": "x"}, {"b": null, "c": 2.5}]"#, "[]"]) { text in
      _ = try DataFrame(jsonData: Data(text.utf8)).description
    },
  ]
}
