import Files
import Foundation

/// Prints pages as PDF by an installed Chromium, or one of its kin.
package struct PagePrinter: Sendable {
  private let browser: URL

  /// The programs that can print; the first one found is used.
  static let programs = [
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge",
  ]

  /// - Parameter searchPath: Folders of programs with colons between them, as in `PATH`.
  /// - Throws: ``ExecutionError/noBrowser``.
  package init(
    searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  ) throws(ExecutionError) {
    let folders = searchPath.split(separator: ":").map { URL(filePath: String($0)) }
    let found = Self.programs.lazy.flatMap { name in folders.lazy.map { $0.appending(path: name) } }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let found else { throw .noBrowser }
    browser = found
  }

  /// The page as PDF.
  ///
  /// - Throws: ``ExecutionError/notPrinted(page:reason:)``.
  package func pdf(of page: URL) throws(ExecutionError) -> Data {
    do {
      let folder = try FileManager.default.url(
        for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: page, create: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: "page.pdf")
      let result = try ToolProcess.run(browser, arguments(page: page, file: file, profile: folder))
      guard result.status == 0, let data = try? Data(contentsOf: file), data.starts(with: Data("%PDF".utf8)) else {
        let words = result.errors.split(whereSeparator: \.isNewline).last.map(String.init)
        throw ExecutionError.notPrinted(page: page.path, reason: words ?? "status \(result.status)")
      }
      return data
    } catch let error as ExecutionError {
      throw error
    } catch {
      throw .notPrinted(page: page.path, reason: SystemReason.of(error))
    }
  }

  /// A separate profile keeps it apart from an open browser.
  private func arguments(page: URL, file: URL, profile: URL) -> [String] {
    // Chromium refuses to run as root with its sandbox; the page loads nothing, and runs only its own scripts.
    let sandbox = geteuid() == 0 ? ["--no-sandbox"] : []
    return sandbox + [
      "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-pdf-header-footer",
      "--user-data-dir=\(profile.path)", "--print-to-pdf=\(file.path)", page.absoluteURL.absoluteString,
    ]
  }
}
