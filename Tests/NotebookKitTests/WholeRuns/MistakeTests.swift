import Foundation
import NotebookKit
import TestSupport
import Testing

/// The report of a cell with an author's mistake: the problem with its value, at the cell's own line.
@Suite("Mistakes in cells")
struct MistakeTests {
  /// The text of a cell and the failure's message; the mistake is on the cell's last line.
  private static let mistakes = [
    (
      "try Table(columns: [\"a\", \"b\"], rows: [[\"1\"]])",
      "Row 0 of the table, counted from 0, has 1 cells for 2 columns."
    ),
    ("let y = [1.0]\nscatter(x: [1, 2], y: y)", "a scatter plot needs as many x as y, not 2 and 1"),
    ("plot(x: [1], y: [1, 2, 3])", "a line needs as many x as y, not 1 and 3"),
    ("bar(x: [\"A\"], y: [1, 2])", "a bar chart needs as many x as y, not 1 and 2"),
    ("boxPlot([[1], [2]], names: [\"a\"])", "2 boxes need as many names, not 1"),
    ("heatMap(Tensor([1, 2, 3]))", "a heat map needs [rows, columns], not [3]"),
    ("subplots(rows: 1, columns: 1) { plot([1]); plot([2]) }", "2 plots do not fit a grid of 1 rows and 1 columns"),
    ("Image(width: -1, height: 2, channels: 3, pixels: [])", "an image cannot be -1 x 2 pixels"),
    ("Image(width: 1, height: 2, channels: 3, pixels: [0])", "1 x 2 pixels with 3 channels are 6 samples, not 1"),
    ("Image(width: 2, height: 2, filledWith: [0]).resized(width: 0, height: 1)", "cannot resize 2 x 2 pixels to 0 x 1"),
    ("Resize(0)", "cannot resize images to 0 x 0 pixels"),
    ("let size = 0\nImageSize(size)", "an image cannot be 0 x 0 pixels"),
    ("Tensor([1, 2, 3]) + Tensor([1, 2])", "shapes [3] and [2] do not broadcast"),
    ("try Waveform(samples: [0, .nan], sampleRate: 8000)", "The audio is not finite everywhere: sample 1 is nan."),
    ("chroma(try Waveform(samples: [0, 1], sampleRate: 1000))", "beyond the Nyquist frequency of 500 Hz at 1000 Hz."),
    (
      "try SpectralShape.centroid(Tensor([1, 2]), sampleRate: 8000)",
      "magnitudes is an array of shape [2], but it must be"
    ),
    ("try Pitch(\"H9\")", "“H9” is not a note name."),
    (
      "subplots(rows: Int.max, columns: 2) { plot([1]) }",
      "1 plots do not fit a grid of 9223372036854775807 rows and 2 columns"
    ),
    ("histogram([1.0], bins: .count(Int.max))", "a histogram of 9223372036854775807 bins cannot be drawn"),
    ("Tensor(identity: -1)", "an identity matrix cannot have -1 rows"),
    ("Tensor([1, 2]).padded([(before: Int.max, after: 1)])", "does not fit shape [2]"),
    (
      "Image(width: 2, height: 2, filledWith: [1]).resized(width: 3, height: 3, method: .pad, anchor: (x: .nan, y: 1))",
      "an image cannot be cropped or padded at the anchor (x: nan, y: 1.0)"
    ),
    (
      "try Image(width: 2, height: 2, filledWith: [1]).pngData(pixelsPerMeter: Int.max)",
      "pixels per metre, not 9223372036854775807"
    ),
    ("try RandomSplitter().split(count: -3)", "The split leaves the training set empty (-3 items in total)."),
    ("try chroma(Waveform(samples: [0, 1], sampleRate: 22050), chromaCount: 0)", "chromaCount is 0, but it must be"),
    // Optimised code of the library traps without a message.
    ("let files = FileList([])\nfiles[3]", "Index out of range"),
    ("//| optimize: true\nlet numbers = [1, 2].filter { $0 > 5 }\nnumbers[1]", "Index out of range"),
  ]

  @Test("Each mistake is reported at its line, with its value")
  func mistakes() throws {
    let notebook = try ScratchNotebook(Self.mistakes.map(\.0))
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 1)
    let lines = try String(contentsOf: notebook.folder.appending(path: "note.md"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for ((cell, words), outputs) in zip(Self.mistakes, try notebook.outputs()) {
      #expect(outputs.contains { $0.contains(words) }, "\(cell): \(outputs)")
      let last = cell.split(separator: "\n").last ?? ""
      let line = (lines.firstIndex(of: last) ?? -1) + 1
      #expect(result.errors.contains("note.md:\(line): \(last)"), "\(cell) is on line \(line)")
    }
  }

  @Test("Values far from use do no harm where they have a meaning")
  func farValues() throws {
    let notebook = try ScratchNotebook([
      "figure { PointMark(x: [1], y: [2]).size(.infinity) }",
      "ProgressBar(\"x\", total: 3, completed: Int.max).advance(by: 5)",
      "showPictures([])", "plot([1e308, -1e308])",
    ])
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("A cell catches a thrown error and continues")
  func caught() throws {
    let notebook = try ScratchNotebook([
      """
      do { _ = try Table(columns: ["a"], rows: [[]]) } catch DisplayError.unevenRow(let index, _, _) { print("row", index) }
      do { _ = try SpectralShape.centroid(Tensor([1]), sampleRate: 8000) } catch is SignalError { print("shape") }
      """
    ])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 0)
    #expect(try notebook.outputs() == [["stdout: row 0\nshape\n"]])
  }
}
