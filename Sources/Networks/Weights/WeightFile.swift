import Files
import Foundation

/// Reads and writes files of named tensors.
package enum WeightFile {
  /// The result of `read`.
  package typealias Contents = Safetensors.Contents

  /// Reads a `.safetensors` file or a file of `torch.save`; the format is detected by the bytes, not by the name.
  ///
  /// - Throws: `NetworkError.unusableFile`, `.corruptWeights` or `.forbiddenPickle`.
  package static func read(_ url: URL) throws -> Contents {
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      throw NetworkError.unusableFile(file: url.path, reason: "it could not be read (\(SystemReason.of(error)))")
    }
    return try decode(data, file: url.lastPathComponent)
  }

  /// Reads bytes that `file` names in errors.
  package static func decode(_ data: Data, file: String) throws -> Contents {
    // Behind the length of its header, which may look like anything, a .safetensors file has the header.
    if data.count > 8, data[data.startIndex + 8] == UInt8(ascii: "{") {
      return try Safetensors.decode(data, file: file)
    }
    if data.starts(with: "PK".utf8) || (2...5).contains(where: { data.starts(with: [0x80, $0]) }) {
      return try TorchCheckpoint.decode(data, file: file)
    }
    if let reason = otherContent(data) { throw NetworkError.corruptWeights(file: file, reason: reason) }
    return try Safetensors.decode(data, file: file)
  }

  /// The content of a failed download in place of weights; nil if it does not look like one.
  private static func otherContent(_ data: Data) -> String? {
    if data.starts(with: "version https://git-lfs".utf8) { return "it is a Git LFS pointer, not the file itself" }
    if data.first == UInt8(ascii: "<") { return "it is a web page" }
    return data.isEmpty ? "it is empty" : nil
  }

  /// Writes a `.safetensors` file, whole or not at all.
  ///
  /// - Throws: `NetworkError.unusableFile`.
  package static func write(_ contents: Contents, to url: URL) throws {
    do {
      try AtomicFile.write(to: url, makesFolder: true, surviving: .powerFailure) { append in
        try Safetensors.write(contents, to: append)
      }
    } catch let error as FileError {
      throw NetworkError(error, file: url)
    }
  }
}
