import Files
import Foundation

/// A finished build of a notebook's packages, as stored in the cache.
struct PackageProducts: Codable {
  /// A package of the build, and the version that was resolved.
  struct Pin: Codable, Equatable {
    var identity: String
    var version: String?
    var branch: String?
    var revision: String
  }

  /// The arguments with which cells find the modules.
  var arguments: [String]
  var modules: [String]
  var pins: [Pin]

  static let fileName = "products.json"
  static let libraryFileName = "lib\(PackageManifest.library).so"

  /// The finished build in a folder; nil if there is none, or if its library is missing.
  init?(in folder: URL) {
    guard FileManager.default.fileExists(atPath: folder.appending(path: Self.libraryFileName).path),
      let data = try? Data(contentsOf: folder.appending(path: Self.fileName)),
      let products = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = products
  }

  init(arguments: [String], modules: [String], pins: [Pin]) {
    self.arguments = arguments
    self.modules = modules
    self.pins = pins
  }
}

extension PackageProducts.Pin {
  /// The version as a person reads it: `1.2.1`, or `main at 0f7a7a1`.
  var versionText: String {
    version ?? [branch, "at \(revision.prefix(7))"].compactMap { $0 }.joined(separator: " ")
  }

  /// The pins in a `Package.resolved`, by name.
  static func reading(_ file: URL) -> [PackageProducts.Pin] {
    struct Resolved: Decodable {
      struct Pin: Decodable {
        struct State: Decodable { var version, branch, revision: String? }
        var identity: String
        var state: State
      }
      var pins: [Pin]
    }
    guard let data = try? Data(contentsOf: file), let resolved = try? JSONDecoder().decode(Resolved.self, from: data)
    else { return [] }
    return resolved.pins.map {
      PackageProducts.Pin(
        identity: $0.identity, version: $0.state.version, branch: $0.state.branch, revision: $0.state.revision ?? "")
    }
    .sorted { $0.identity < $1.identity }
  }
}
