import Foundation
import NotebookKit

/// A fence of Swift in a doc comment of the library that cells call.
struct LibraryExample {
  /// The file from the project's folder on, and the number of the fence's first line.
  let place: String
  /// The lines between the two of backticks.
  let code: [String]

  /// The folder of the project.
  static let project = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  /// The files of the modules that cells import.
  static let sources: [URL] = CoreLibrary.modules.sorted().flatMap { module -> [URL] in
    let folder = project.appending(path: "Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }

  /// All examples, in the order of their places.
  static let all: [LibraryExample] = sources.flatMap { file -> [LibraryExample] in
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.components(separatedBy: "\n") ?? []
    return examples(in: lines, of: String(file.path.dropFirst(project.path.count)))
  }

  /// The examples of all declarations of a file but those that only the package sees.
  private static func examples(in lines: [String], of path: String) -> [LibraryExample] {
    var examples: [LibraryExample] = []
    var countBefore = 0
    var open: (line: Int, isSwift: Bool, code: [String])?
    for (index, line) in lines.enumerated() {
      guard let comment = comment(of: line) else {
        if line.drop(while: { $0 == " " }).hasPrefix("package ") { examples.removeLast(examples.count - countBefore) }
        countBefore = examples.count
        continue
      }
      guard comment.trimmingCharacters(in: .whitespaces).hasPrefix("```") else {
        open?.code.append(comment)
        continue
      }
      if let fence = open {
        if fence.isSwift { examples.append(LibraryExample(place: "\(path):\(fence.line)", code: fence.code)) }
        open = nil
      } else {
        open = (index + 2, comment.hasSuffix("swift"), [])
      }
    }
    return examples
  }

  /// The text after `/// `; nil for another line.
  private static func comment(of line: String) -> String? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("///") else { return nil }
    return String(text.dropFirst(text.hasPrefix("/// ") ? 4 : 3))
  }

  /// The names that examples use without declaring them, as a cell.
  static let vocabulary = """
    import Foundation
    let url, folder: URL
    let files, fnames: [URL]
    let note, song, recording, speech, first, second: Waveform
    let synthesizer: Synthesizer
    let magnitudes, coefficients, features, strength, smoothed, x, y, outputs, images: Tensor
    var generator = MersenneTwister(seed: 1)
    let image, picture, photograph: Image
    var frame, sessions, pupils: DataFrame
    let block: DataBlock<CategoryBlock>
    let batch: Batch
    let loaders, dls: ImageDataLoaders
    let model: VisionModel
    let learner, learn: Learner
    let interp: ClassificationInterpretation
    let losses, rates: [Double]
    """

  /// A notebook of the vocabulary and a cell in which every example is a function of its own, or stands by itself where
  /// it extends a type.
  static let notebook: String = {
    let functions = all.enumerated().map { index, example in
      let standsAlone = example.code.contains { $0.hasPrefix("extension ") || $0.hasPrefix("public ") }
      let code = example.code.joined(separator: "\n")
      return "// \(example.place)\n" + (standsAlone ? code : "func example\(index)() async throws {\n\(code)\n}")
    }
    return "```swift\n\(vocabulary)\n```\n\n```swift\n\(functions.joined(separator: "\n"))\n```\n"
  }()
}
