import Foundation

/// The user's folders, as the XDG specification and Jupyter name them.
package struct UserFolders: Sendable {
  /// The user's folder for data of programs.
  package let data: URL
  /// The folder of Jupyter's files, as `kernels`.
  package let jupyter: URL

  /// A variable without an absolute path counts as unset.
  package init(_ environment: [String: String]) {
    func folder(_ variable: String) -> URL? {
      environment[variable].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    }
    let home = folder("HOME") ?? FileManager.default.homeDirectoryForCurrentUser
    data = folder("XDG_DATA_HOME") ?? home.appending(path: ".local/share")
    jupyter = folder("JUPYTER_DATA_DIR") ?? data.appending(path: "jupyter")
  }
}
