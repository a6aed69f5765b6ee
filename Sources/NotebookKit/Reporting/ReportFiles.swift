import Files
import Foundation

/// The files of one report, and which of the existing ones may be replaced.
///
/// Etude replaces only files that it wrote, according to the file itself (``ReportMark``) or its folder's list
/// (``AssetList``): a report may be written beside its notebook, where other files may have its names.
struct ReportFiles {
  let notebook: URL
  /// The folder of reports, as in `Output`.
  let folder: URL
  let page: URL
  /// The folder of figures and of streams too long for the page.
  let assets: AssetList

  init(notebook: URL, folder: URL) {
    let name = notebook.deletingPathExtension().lastPathComponent
    self.notebook = notebook
    self.folder = folder
    page = folder.appending(path: "\(name).html")
    assets = AssetList(folder: folder.appending(path: name))
  }

  /// The report's file in a format.
  func file(_ format: ReportFormat) -> URL {
    page.deletingPathExtension().appendingPathExtension(format.rawValue)
  }

  /// The notebook's path as marks hold it.
  var notebookPath: String { ReportMark.path(of: notebook, from: folder) }

  /// Makes sure that a file is not there, or is Etude's and of this notebook.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  func checkReplaceable(_ format: ReportFormat) throws(ExecutionError) {
    try checkReplaceable(file(format), isPage: format == .html)
  }

  /// Makes sure that a file of the folder is not there, or is Etude's and of this notebook.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  func checkReplaceable(_ file: URL, isPage: Bool) throws(ExecutionError) {
    var status = stat()
    guard lstat(file.path, &status) == 0 else { return }
    func refuse(_ reason: String) -> ExecutionError { .outputNotWritable(path: file.path, reason: reason) }
    if let identity = FileIdentity(file), identity == FileIdentity(notebook) {
      throw refuse("it is the notebook itself")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    // A file cannot replace a folder; writing reports that.
    case S_IFDIR: return
    case S_IFLNK: throw refuse("it is a symbolic link, which Etude did not create")
    default: throw refuse("it is not a regular file")
    }
    guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else { throw refuse("it cannot be read") }
    guard let mark = ReportMark(of: data) else {
      if isPage, Self.isOldPage(data) { return }
      throw refuse("Etude did not create the existing file")
    }
    if mark.content == .edited { throw refuse("it was changed after Etude wrote it") }
    let other = mark.notebook(from: folder)
    // A notebook that is no longer there was moved or renamed.
    if let identity = FileIdentity(other), identity != FileIdentity(notebook) {
      throw refuse("it is the report of another notebook, \(other.standardizedFileURL.path)")
    }
  }

  /// Removes drafts that killed runs have left beside the report's files.
  func removeDrafts() {
    let names = ReportFormat.allCases.map { file($0).lastPathComponent }
    for draft in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
      guard let match = draft.wholeMatch(of: /\.(.+)\.(\d+)-\d+\.draft/), names.contains(String(match.output.1)),
        let writer = pid_t(match.output.2), kill(writer, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder.appending(path: draft).path)
    }
  }

  /// True if a page without a mark was written by a version without marks.
  private static func isOldPage(_ page: Data) -> Bool {
    page.prefix(4096).range(of: Data("<meta name=\"generator\" content=\"Etude\">".utf8)) != nil
  }
}
