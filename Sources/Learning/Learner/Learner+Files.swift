import Foundation

extension Learner {
  /// Folder of saved models.
  public var modelFolder: URL { folder.appending(path: "models") }

  /// Writes weights and optimiser to `models/name.safetensors`, whole or not at all.
  ///
  /// ```swift
  /// let file = try learner.save("base_cqt_model")
  /// ```
  ///
  /// - Returns: The file.
  /// - Throws: `NetworkError.unusableFile`, for a full disk among others; an older file stays as it was.
  @discardableResult
  public func save(_ name: String, withOptimizer: Bool = true) throws -> URL {
    guard !name.isEmpty else { throw LearningError.unnamedModel }
    let url = modelFolder.appending(path: "\(name).safetensors")
    try LearnerFile(of: self, withOptimizer: withOptimizer).write(to: url)
    return url
  }

  /// Reads weights, and the optimiser if the file has it, from `models/name.safetensors` or `models/name.pth`.
  ///
  /// - Throws: `NetworkError.wrongWeights` when the file is of another model, `LearningError.noSavedModel`; errors of reading. Nothing is changed then.
  public func load(_ name: String, withOptimizer: Bool = true) throws {
    let candidates = ["safetensors", "pth"].map { modelFolder.appending(path: "\(name).\($0)") }
    guard let url = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw LearningError.noSavedModel(file: candidates[0].path, saved: savedModels)
    }
    try load(contentsOf: url, withOptimizer: withOptimizer)
  }

  /// The names that `load` would find.
  private var savedModels: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: modelFolder.path)) ?? []
    return Set(
      files.map { URL(filePath: $0) }.filter { ["safetensors", "pth"].contains($0.pathExtension) }
        .map { $0.deletingPathExtension().lastPathComponent }
    ).sorted()
  }

  /// Reads weights from any file, `.pth` files of PyTorch and of fastai's `Learner.save` among them.
  ///
  /// - Throws: Like `load(_:withOptimizer:)`.
  public func load(contentsOf url: URL, withOptimizer: Bool = true) throws {
    try LearnerFile(contentsOf: url).restore(self, file: url.lastPathComponent, withOptimizer: withOptimizer)
  }
}
