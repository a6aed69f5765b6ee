import Files
import Foundation

/// An error in the points of a sweep, or in the folder that keeps them.
package enum SweepError: UserFacingError, Equatable {
  case noPoints
  case noValue(argument: String)
  case malformedRange(name: String, text: String, isWhole: Bool)
  case emptyRange(name: String, text: String)
  case logarithmOfZero(name: String, text: String)
  case missingStep(name: String)
  case tooManyPoints(count: Int, limit: Int)
  case pointsFile(path: String, reason: String)
  case givenTwice(name: String, path: String)
  case unknownColumn(name: String, nearest: String?, known: [String])
  case foreignFolder(path: String)
  case otherNotebook(path: String, notebook: String)
  case busy(path: String)
  case notWritten(path: String, reason: String)

  package var description: String {
    switch self {
    case .noPoints:
      "The sweep has no points. Give values, as in -P lr=0.1,0.01 or -P seed=1..5, or a file of points with --points."
    case .noValue(let argument):
      "-P \(argument): A value is missing. Write them with commas between, as in -P lr=0.1,0.01."
    case .malformedRange(let name, let text, let isWhole):
      "-P \(name)=\(text): This is not a range of \(isWhole ? "whole numbers" : "numbers"). Write "
        + (isWhole ? "`1..5`, or `1..9..2` for every second one." : "`0.1..0.5..0.1`: first, last and step.")
    case .emptyRange(let name, let text):
      "-P \(name)=\(text): The range is empty. Put the smaller number first, and a step above 0 last."
    case .logarithmOfZero(let name, let text):
      "-P \(name)=\(text): Zero and negative numbers have no logarithm. Start the range above 0."
    case .missingStep(let name):
      "-P \(name): A range of numbers needs a step, as in \(name)=0.1..0.5..0.1. With --random N it needs none."
    case .tooManyPoints(let count, let limit):
      "The sweep has \(count == .max ? "too many" : "\(count)") points; up to \(limit) are run. Give fewer values, or draw "
        + "some with --random."
    case .pointsFile(let path, let reason):
      "\(path): The points cannot be read: \(reason). Correct the file, a CSV with names in its first line or a JSON array of "
        + "objects."
    case .givenTwice(let name, let path): "\(name) is set by -P and by \(path). Set it in only one of them."
    case .unknownColumn(let name, let nearest, let known):
      "No value “\(name)” was published."
        + (nearest.map { " Did you mean `\($0)`?" } ?? "")
        + (known.isEmpty
          ? " Publish values by report(\"error\", value) in a cell."
          : " These were: \(known.joined(separator: ", ")).")
    case .foreignFolder(let path):
      "\(path): The folder contains files that no sweep has created. Move them, or sweep with another -o folder."
    case .otherNotebook(let path, let notebook):
      "\(path): The folder contains the sweep of another notebook, \(notebook). Sweep with another -o folder."
    case .busy(let path): "\(path): Another sweep is running in this folder. Wait for its end, or stop it."
    case .notWritten(let path, let reason):
      "\(path): The sweep cannot be written: \(reason). Finished points are kept; run the same command again."
    }
  }
}
