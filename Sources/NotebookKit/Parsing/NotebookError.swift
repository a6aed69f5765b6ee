import Files
import Foundation

/// A mistake in a notebook's text or in the parameters it was given.
///
/// Each case reads `file:line: message` and says what to do about it.
package enum NotebookError: UserFacingError, Equatable {
  case missing(path: String)
  case isDirectory(path: String)
  case unreadable(path: String, reason: String)
  /// A file of another kind.
  case notANotebook(path: String, kind: ForeignFile)
  case notUTF8(SourceLocation, column: Int)
  case unterminatedFence(SourceLocation, fence: String)
  case unterminatedFrontMatter(SourceLocation)
  case invalidYAML(SourceLocation, problem: String)
  case tabInYAML(SourceLocation)
  case tooManyAliases(SourceLocation, limit: Int)
  case frontMatterIsNotAMapping(SourceLocation)
  case optionsAreNotAMapping(SourceLocation)
  case duplicateKey(SourceLocation, key: String)
  case unknownKey(SourceLocation, key: String, place: String, nearest: String?, known: [String])
  case wrongValue(SourceLocation, key: String, expected: String, found: String, nearest: String? = nil)
  case fenceAttributes(SourceLocation, info: String)
  case lateOption(SourceLocation, option: String)
  case duplicateLabel(SourceLocation, label: String, firstLine: Int)
  case emptyInlineValue(SourceLocation)
  case invalidParameterName(SourceLocation, name: String)
  case mixedList(SourceLocation, name: String)
  case control(SourceLocation, parameter: String, ControlProblem)
  case package(SourceLocation, PackageProblem)
  case directive(SourceLocation, KernelDirective)
  case override(ParameterProblem)

  /// A mistake in a `-P name=value`.
  package enum ParameterProblem: Equatable, Sendable {
    case malformed(argument: String)
    case unknown(name: String, nearest: String?, known: [String])
    case wrongType(name: String, expected: String, defaultValue: String, found: String)
    case repeated(name: String)
    case notOffered(name: String, expected: String, found: String)
  }

  /// A kind of file that people take for an Etude notebook.
  package enum ForeignFile: Equatable, Sendable {
    case jupyter, swift, other

    fileprivate func advice(for path: String) -> String {
      let markdown = URL(filePath: path).deletingPathExtension().relativePath + ".md"
      return switch self {
      case .jupyter:
        "This is a Jupyter notebook; convert it with `etude convert \(path) \(markdown)` and run \(markdown)."
      case .swift: "This is a Swift file. Put its code between lines ```swift and ``` in a file \(markdown)."
      case .other: "A notebook is Markdown whose name ends in .md or .qmd; rename the file if it is one."
      }
    }
  }

  /// The error for a file without a notebook's extension; nil for any other.
  static func foreignFile(_ file: URL) -> NotebookError? {
    switch file.pathExtension.lowercased() {
    case "", "md", "markdown", "qmd": nil
    case "ipynb": .notANotebook(path: file.relativePath, kind: .jupyter)
    case "swift": .notANotebook(path: file.relativePath, kind: .swift)
    default: .notANotebook(path: file.relativePath, kind: .other)
    }
  }

  /// The position at fault; nil for one that concerns no line.
  package var location: SourceLocation? {
    switch self {
    case .missing, .isDirectory, .unreadable, .notANotebook, .override: nil
    case .notUTF8(let place, _), .unterminatedFence(let place, _), .unterminatedFrontMatter(let place),
      .invalidYAML(let place, _), .tabInYAML(let place), .tooManyAliases(let place, _),
      .frontMatterIsNotAMapping(let place), .optionsAreNotAMapping(let place), .duplicateKey(let place, _),
      .unknownKey(let place, _, _, _, _), .wrongValue(let place, _, _, _, _), .fenceAttributes(let place, _),
      .lateOption(let place, _), .duplicateLabel(let place, _, _), .emptyInlineValue(let place),
      .invalidParameterName(let place, _), .mixedList(let place, _), .control(let place, _, _),
      .package(let place, _), .directive(let place, _):
      place
    }
  }

  /// The description without its location.
  package var message: String {
    location.map { String(description.dropFirst("\($0): ".count)) } ?? description
  }

  package var description: String {
    switch self {
    case .missing(let path): "\(path): No such notebook."
    case .isDirectory(let path): "\(path): This is a folder; name a notebook in it."
    case .unreadable(let path, let reason): "\(path): The notebook cannot be read: \(reason)"
    case .notANotebook(let path, let kind): "\(path): \(kind.advice(for: path))"
    case .notUTF8(let place, let column):
      "\(place): The text is not UTF-8 (first at byte \(column) of this line); save the notebook as UTF-8."
    case .unterminatedFence(let place, let fence):
      "\(place): The fence that opens here is never closed; end it with a line \(fence)"
    case .unterminatedFrontMatter(let place):
      "\(place): The front matter that opens here is never closed; end it with a line ---"
    case .invalidYAML(let place, let problem):
      "\(place): This is not valid YAML: \(problem). Text that contains \": \" or \" #\" needs quotes."
    case .tabInYAML(let place): "\(place): YAML does not allow tabs here. Use spaces."
    case .tooManyAliases(let place, let limit):
      "\(place): The YAML refers to anchors (`*name`) more than \(limit) times; write the values out."
    case .optionsAreNotAMapping(let place):
      "\(place): A cell option must be a line `//| key: value`, with a space after the colon."
    case .frontMatterIsNotAMapping(let place): "\(place): The front matter must consist of lines `key: value`."
    case .duplicateKey(let place, let key): "\(place): `\(key)` occurs twice. Remove one."
    case .unknownKey(let place, let key, let kind, let nearest, let known):
      "\(place): Unknown \(kind) `\(key)`; " + Self.suggestion(nearest, known)
    case .wrongValue(let place, let key, let expected, let found, let nearest):
      "\(place): `\(key)` must be \(expected), not \(found)" + (nearest.map { "; did you mean `\($0)`?" } ?? ".")
    case .fenceAttributes(let place, let info):
      "\(place): The fence says `\(info)`; write options as lines `//| key: value` inside the cell."
    case .lateOption(let place, let option):
      "\(place): The option `\(option)` is below code. Move it to the cell's first lines."
    case .duplicateLabel(let place, let label, let firstLine):
      "\(place): The label `\(label)` is already used on line \(firstLine). Labels must be unique."
    case .emptyInlineValue(let place): "\(place): The inline value `{swift}` has no expression."
    case .invalidParameterName(let place, let name):
      "\(place): The parameter `\(name)` must have a Swift identifier as its name, as in `batchSize`."
    case .mixedList(let place, let name):
      "\(place): The elements of the parameter `\(name)` must all be of one kind: booleans, numbers or strings."
    case .control(let place, let name, let problem): "\(place): The parameter `\(name)` \(problem)"
    case .package(let place, let problem): "\(place): \(problem)"
    case .directive(let place, let directive): "\(place): \(directive.advice)"
    case .override(let problem): Self.describe(problem)
    }
  }

  private static func describe(_ problem: ParameterProblem) -> String {
    switch problem {
    case .malformed(let argument): "-P \(argument): Write it as `-P name=value`."
    case .unknown(let name, _, let known) where known.isEmpty:
      "-P \(name): The notebook has no parameters; declare it under `params:` in the front matter."
    case .unknown(let name, let nearest, let known):
      "-P \(name): The notebook has no parameter of this name; " + suggestion(nearest, known)
    case .wrongType(let name, let expected, let defaultValue, let found):
      "-P \(name): The parameter is \(expected) (its default is \(defaultValue)), but \"\(found)\" is not."
    case .repeated(let name): "-P \(name): The parameter is given twice."
    case .notOffered(let name, let expected, let found):
      "-P \(name): The value must be \(expected), but \(found) is not."
    }
  }

  private static func suggestion(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "did you mean `\(nearest)`?" }
    return "known are " + known.map { "`\($0)`" }.joined(separator: ", ") + "."
  }
}

/// All that is wrong with a notebook, in the order of its lines, so one attempt shows every mistake.
package struct NotebookErrors: UserFacingError, Equatable {
  /// At least one.
  package var errors: [NotebookError]

  package init(_ errors: [NotebookError]) { self.errors = errors }

  /// One error per line.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}
