import Foundation
import TestSupport

/// The record of one case in `display/specshow.json`.
struct SpecshowFacts: Decodable, Sendable {
  struct Arguments: Decodable, Sendable {
    var x_axis: String?
    var y_axis: String?
  }
  enum Label: Decodable, Sendable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self = try (try? container.decode(Double.self)).map(Label.number) ?? .text(container.decode(String.self))
    }

    var text: String { if case .text(let text) = self { text } else { "" } }
    var number: Double { if case .number(let number) = self { number } else { .nan } }
  }

  var args: Arguments
  var rows: Int
  var cols: Int
  var cmap: String
  var clim: [Double]
  var x_edges_first3: [Double]
  var x_edges_last: Double
  var y_edges_first3: [Double]
  var y_edges_last: Double
  var xlim: [Double]
  var ylim: [Double]
  var yscale: String
  var yticks_visible: [[Label]]
  var xticks_visible: [[Label]]
  var ylabel: String
  var xlabel: String
  var axes_box: [Double]
  var ytransform: [[Double]]
}
