import COpenBLAS
import Foundation
import Tensors

/// Loads the golden data of `Tests/Fixtures`, computed by the Python libraries as `manifest.json` records file by file.
///
/// Set `ETUDE_FIXTURES` to another folder of the same form to test against that one instead.
public enum Fixtures {
  /// The folder that holds `manifest.json`.
  public static let folder: URL = {
    openblas_set_num_threads(1)
    if let path = ProcessInfo.processInfo.environment["ETUDE_FIXTURES"] {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    return repositoryFolder
  }()

  /// `Tests/Fixtures` of the repository, whatever `ETUDE_FIXTURES` says.
  public static let repositoryFolder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL

  /// The address of a file such as `chroma/A3_1.wav`.
  public static func url(_ file: String) -> URL {
    folder.appending(path: file)
  }

  /// The array in `chroma/A3_1.chroma.npy`; the suffix may be left out.
  public static func tensor(_ file: String) throws -> Tensor {
    try Tensor(npy: url(file.hasSuffix(".npy") ? file : file + ".npy"))
  }

  /// A JSON file's content as dictionaries, arrays, numbers and strings; the suffix may be left out.
  public static func json(_ file: String) throws -> Any {
    let data = try Data(contentsOf: url(file.hasSuffix(".json") ? file : file + ".json"))
    return try JSONSerialization.jsonObject(with: data)
  }

  /// A JSON file decoded into `type`.
  public static func json<Value: Decodable>(_ file: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: url(file.hasSuffix(".json") ? file : file + ".json")))
  }

  /// The manifest's tolerance for a file; equality where it states none.
  public static func tolerance(_ file: String) throws -> Tolerance {
    let tolerance = try entry(file)["tolerance"] as? [String: Any]
    return Tolerance(
      absolute: (tolerance?["abs"] as? NSNumber)?.doubleValue ?? 0,
      relative: (tolerance?["rel"] as? NSNumber)?.doubleValue ?? 0)
  }

  /// The manifest's parameters for a file: the arguments of the library call that made it.
  public static func parameters(_ file: String) throws -> [String: Any] {
    try entry(file)["params"] as? [String: Any] ?? [:]
  }

  /// The names of all files under `prefix`, in the manifest's order.
  public static func files(under prefix: String) throws -> [String] {
    try manifest().compactMap { $0["file"] as? String }.filter { $0.hasPrefix(prefix) }
  }

  private static func entry(_ file: String) throws -> [String: Any] {
    let names = [file, file + ".npy", file + ".json"]
    guard let entry = try manifest().first(where: { names.contains($0["file"] as? String ?? "") }) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "manifest.json has no entry '\(file)'"])
    }
    return entry
  }

  private static func manifest() throws -> [[String: Any]] {
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url("manifest.json"))) as? [String: Any]
    return root?["files"] as? [[String: Any]] ?? []
  }
}
