import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Printed pages")
struct PagePrinterTests {
  @Test("If no browser is installed, the error says what to install")
  func missing() throws {
    let error = #expect(throws: ExecutionError.self) { try PagePrinter(searchPath: "/nowhere:/nor/here") }
    #expect(
      error?.description
        == "No Chromium was found to print the report as PDF. Install one, for example with `sudo apt install chromium`, or leave out `--to pdf`."
    )
  }

  @Test("A browser that fails is reported with its last words")
  func failing() throws {
    try withTemporaryFolder { folder in
      let browser = folder.appending(path: "chromium")
      try Data("#!/bin/sh\necho first >&2; echo 'no display' >&2; exit 3\n".utf8).write(to: browser)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
      let printer = try PagePrinter(searchPath: folder.path)
      let error = #expect(throws: ExecutionError.self) { try printer.pdf(of: URL(filePath: "/tmp/a.html")) }
      #expect(error == .notPrinted(page: "/tmp/a.html", reason: "no display"))
    }
  }

  @Test("A page becomes a PDF", .enabled(if: Browser.isAvailable, Browser.reason))
  func page() throws {
    try withTemporaryFolder { folder in
      let page = folder.appending(path: "a.html")
      try ReportRenderer().html(try report("# A\n\nb\n", [])).write(to: page)
      let pdf = try PagePrinter().pdf(of: page)
      #expect(pdf.starts(with: Data("%PDF".utf8)) && pdf.count > 2000)
    }
  }
}
