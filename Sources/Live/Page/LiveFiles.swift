import NotebookKit

/// The style sheet, the scripts and the bar that a live page has besides those of a report.
enum LiveFiles {
  static let style = PageFiles.compactStyle(PackageResources.live_css)
  static let firstScript = PageFiles.compact(PackageResources.first_js)
  static let lastScript = PageFiles.compact(
    PackageResources.patch_js + PackageResources.live_js + PackageResources.controls_js
      + PackageResources.exercises_js + PackageResources.presenting_js)
  static let header = String(decoding: PackageResources.header_html, as: UTF8.self)
}
