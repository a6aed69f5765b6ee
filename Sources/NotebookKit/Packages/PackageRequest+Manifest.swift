import Foundation

extension PackageRequest {
  /// SwiftPM's identity of the package: the last component of the address or path.
  var identity: String { Self.identity(of: location) }

  static func identity(of location: String) -> String {
    let last = location.split(separator: "/").last.map(String.init) ?? location
    let name = last.split(separator: ":").last.map(String.init) ?? last
    return (name.hasSuffix(".git") ? String(name.dropLast(4)) : name).lowercased()
  }

  /// The folder of a package beside the notebook; nil for one with an address.
  func folder(besides notebookFolder: URL) -> URL? {
    guard case .folder(let path) = origin else { return nil }
    return URL(filePath: path, relativeTo: notebookFolder).standardizedFileURL
  }

  /// The package as an element of a manifest's `dependencies`.
  func dependency(besides notebookFolder: URL) -> String {
    var arguments: [String]
    switch origin {
    case .folder(let path):
      let folder = folder(besides: notebookFolder)?.path ?? path
      arguments = ["path: \(folder.swiftLiteral)"]
    case .repository(let url, let requirement): arguments = ["url: \(url.swiftLiteral)", requirement.argument]
    }
    if let traits { arguments.append("traits: [\(traits.map(\.swiftLiteral).joined(separator: ", "))]") }
    return ".package(\(arguments.joined(separator: ", ")))"
  }
}

extension PackageRequest.Requirement {
  fileprivate var argument: String {
    switch self {
    case .exact(let version): "exact: \(version.swiftLiteral)"
    case .from(let version): "from: \(version.swiftLiteral)"
    case .upToNextMinor(let version): ".upToNextMinor(from: \(version.swiftLiteral))"
    case .range(let lower, let upper): "\(lower.swiftLiteral)..<\(upper.swiftLiteral)"
    case .branch(let name): "branch: \(name.swiftLiteral)"
    case .revision(let name): "revision: \(name.swiftLiteral)"
    }
  }
}

/// The generated package: one dynamic library that contains all products of the notebook's packages.
struct PackageManifest {
  /// The library and its only module, which is empty.
  static let library = "NotebookPackages"

  let requests: [PackageRequest]
  let notebookFolder: URL
  /// The libraries that each package gives, in the order of the requests.
  var products: [[String]]

  /// The text of `Package.swift`.
  ///
  /// The library's C symbols are bound within it, so a package with its own C library does not call the kernel's.
  var text: String {
    let dependencies = requests.map { "    \($0.dependency(besides: notebookFolder)),\n" }.joined()
    let products = zip(requests, products).flatMap { request, names in
      names.map { "      .product(name: \($0.swiftLiteral), package: \(request.identity.swiftLiteral)),\n" }
    }
    return """
      // swift-tools-version: 6.1
      import PackageDescription

      let package = Package(
        name: "notebook",
        products: [.library(name: "\(Self.library)", type: .dynamic, targets: ["\(Self.library)"])],
        dependencies: [
      \(dependencies)  ],
        targets: [
          .target(
            name: "\(Self.library)", dependencies: [
      \(products.joined())      ], linkerSettings: [.unsafeFlags(["-Xlinker", "-Bsymbolic"])])
        ])

      """
  }
}
