import Files
import Foundation

/// A reason for which a notebook is not made.
package enum NewNotebookError: UserFacingError, Equatable {
  case noName(path: String)
  case isFolder(path: String)
  case noFolder(path: String, folder: String)
  case exists(path: String)
  case otherFormat(path: String, markdown: String)

  package var description: String {
    switch self {
    case .noName(let path): "“\(path)” has no name for a notebook. Give it one, as in `etude new report`."
    case .isFolder(let path):
      "\(path) is a folder. Name a notebook in it, as in \(path.hasSuffix("/") ? path : path + "/")report.md."
    case .noFolder(let path, let folder):
      "\(path) was not made, since there is no folder \(folder). Make the folder first, or name another one."
    case .exists(let path): "\(path) exists and was left as it is. Choose another name, or move the file away."
    case .otherFormat(let path, let markdown):
      "\(path) was not made, since a new notebook is Markdown. Make \(markdown), then run `etude convert \(markdown) \(path)`."
    }
  }
}
