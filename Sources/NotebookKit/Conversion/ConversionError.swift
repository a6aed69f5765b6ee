import Files
import Foundation

/// A reason why a notebook of another format cannot be read.
package enum ConversionError: UserFacingError, Equatable {
  case unknownFormat(path: String)
  case sameFormat(path: String)
  case notJSON(file: String, error: JSONError)
  case notANotebook(file: String)
  case oldFormat(file: String, version: Int)
  case notSwift(file: String, language: String)
  /// The Markdown notebook or the Quarto document has errors.
  case notebook(NotebookErrors)

  package var description: String {
    switch self {
    case .unknownFormat(let path): "\(path): The name must end in .md, .qmd or .ipynb."
    case .sameFormat(let path): "\(path): Both files are of the same format. Choose another extension for the target."
    case .notJSON(let file, let error):
      "\(file): This is not a valid Jupyter notebook, since it is not JSON: \(error.reason) at byte \(error.offset). Correct the file "
        + "there."
    case .notANotebook(let file): "\(file): This JSON is not a Jupyter notebook: it has no list of cells."
    case .oldFormat(let file, let version):
      "\(file): The notebook is of nbformat \(version); convert it to 4 with `jupyter nbconvert --to notebook`."
    case .notSwift(let file, let language):
      "\(file): The notebook's language is \(language); only notebooks in Swift can be converted."
    case .notebook(let errors): errors.description
    }
  }
}
