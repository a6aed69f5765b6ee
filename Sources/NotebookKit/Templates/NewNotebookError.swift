import Files
import Foundation

/// A reason why a notebook is not created.
package enum NewNotebookError: UserFacingError, Equatable {
  case noName(path: String)
  case isFolder(path: String)
  case noFolder(path: String, folder: String)
  case exists(path: String)
  case otherFormat(path: String, markdown: String)

  package var description: String {
    switch self {
    case .noName(let path): "“\(path)” has no file name for a notebook. Give one, as in `etude new report`."
    case .isFolder(let path):
      "\(path) is a folder. Name a notebook in it, as in \(path.hasSuffix("/") ? path : path + "/")report.md."
    case .noFolder(let path, let folder):
      "\(path) was not created, because the folder \(folder) does not exist. Create the folder first, or choose another one."
    case .exists(let path): "\(path) already exists and was not changed. Choose another name, or move the file."
    case .otherFormat(let path, let markdown):
      "\(path) was not created, because a new notebook must be Markdown. Create \(markdown), then run `etude convert \(markdown) \(path)`."
    }
  }
}
