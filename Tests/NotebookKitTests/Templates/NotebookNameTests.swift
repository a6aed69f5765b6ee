import Foundation
import NotebookKit
import Testing

@Suite("Names of new notebooks")
struct NotebookNameTests {
  @Test(
    "A name determines a file and a title",
    arguments: [
      ("pitch_report.md", "pitch_report.md", "Pitch report"),
      ("pitch-report", "pitch-report.md", "Pitch report"),
      ("notes/My first_try", "notes/My first_try.md", "My first try"),
      ("results.v2", "results.v2.md", "Results.v2"),
      ("2026-11-26-beats", "2026-11-26-beats.md", "2026-11-26 beats"),
      ("LOUD.MD", "LOUD.MD", "LOUD"),
      ("übung", "übung.md", "Übung"),
      ("../.hidden", "../.hidden.md", "Hidden"),
      ("a\u{1B}[1m\nb", "a\u{1B}[1m\nb.md", "A[1mb"),
      ("__", "__.md", "__"),
    ])
  func names(path: String, file: String, title: String) throws {
    let name = try NotebookName(path)
    #expect(name.file.relativePath == file)
    #expect(name.title == title)
  }

  @Test(
    "A path that names no Markdown notebook is refused with a remedy",
    arguments: [
      ("", "“” has no file name for a notebook. Give one, as in `etude new report`."),
      ("notes/.md", "“notes/.md” has no file name for a notebook. Give one, as in `etude new report`."),
      ("notes/", "notes/ is a folder. Name a notebook in it, as in notes/report.md."),
      ("..", ".. is a folder. Name a notebook in it, as in ../report.md."),
      (
        "x.ipynb",
        "x.ipynb was not created, because a new notebook must be Markdown. Create x.md, then run `etude convert x.md x.ipynb`."
      ),
      (
        "a/x.qmd",
        "a/x.qmd was not created, because a new notebook must be Markdown. Create a/x.md, then run `etude convert a/x.md a/x.qmd`."
      ),
    ])
  func refusals(path: String, message: String) {
    let error = #expect(throws: NewNotebookError.self) { try NotebookName(path) }
    #expect(error?.description == message)
  }
}
