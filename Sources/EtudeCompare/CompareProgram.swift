import ArgumentParser
import Foundation
import NotebookKit

/// `etude-compare`: the program with which `etude verify` compares images and sounds.
@main
struct CompareProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "etude-compare",
    abstract: "Compares two images or two sounds and prints the result as JSON: agreement and differences.")

  @Argument(help: "image or sound.")
  var kind: MediaKind

  @Argument(help: "The recorded file.")
  var old: String

  @Argument(help: "The new file.")
  var new: String

  @Flag(help: "Allow differences that another rasteriser, decoder or processor may cause.")
  var tolerant = false

  func run() throws {
    let (old, new) = (URL(filePath: old), URL(filePath: new))
    let answer =
      switch kind {
      case .picture: try PictureComparison(old, new, isTolerant: tolerant).answer
      case .sound: try SoundComparison(old, new, isTolerant: tolerant).answer
      }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(answer), as: UTF8.self))
  }
}

extension MediaKind: ExpressibleByArgument {}
