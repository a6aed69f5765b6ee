import Foundation

/// The web browser of the user.
enum Browser {
  /// Opens a page; prints its address if there is no browser.
  static func open(_ page: URL) {
    let opener = Process()
    opener.executableURL = URL(filePath: "/usr/bin/env")
    opener.arguments = ["xdg-open", page.isFileURL ? page.path : page.absoluteString]
    opener.standardError = FileHandle.nullDevice
    if (try? opener.run()) == nil {
      printError("No browser could be opened. Open this page: \(page.isFileURL ? page.path : page.absoluteString)")
    }
  }
}
