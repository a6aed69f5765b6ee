import Files
import Foundation

/// Several arrays by name in one `.npz` file, as `numpy.savez` and `savez_compressed` write them.
///
/// ```swift
/// var archive = NumpyArchive()
/// archive.add(features, named: "chroma")
/// try archive.write(to: URL(filePath: "features.npz"))
/// let same = try NumpyArchive(contentsOf: URL(filePath: "features.npz"))
/// ```
public struct NumpyArchive: Sendable {
  /// The files of the archive: `.npy` content by name, without the extension.
  private var files: [String: Data]

  /// An archive without arrays.
  public init() { files = [:] }

  /// Reads and unpacks an archive; numbers are converted on access.
  ///
  /// - Throws: `TensorError.unreadable` or `.malformedNumpy`.
  public init(contentsOf url: URL) throws {
    do {
      try self.init(Data(contentsOf: url))
    } catch let error as TensorError {
      throw error.inFile(url)
    } catch {
      throw TensorError.unreadable(path: url.path, reason: SystemReason.of(error))
    }
  }

  /// Reads the bytes of an archive.
  ///
  /// - Throws: `TensorError.malformedNumpy`.
  public init(_ data: Data) throws {
    files = [:]
    let entries: [ZipArchive.Entry]
    do {
      // A deflated byte expands to at most 1032 bytes.
      entries = try ZipArchive.entries(of: data, limit: 1032 * data.count)
    } catch {
      throw TensorError.malformedNumpy(reason: error.reason)
    }
    for entry in entries where entry.name.hasSuffix(".npy") {
      files[String(entry.name.dropLast(4))] = Data(entry.content)
    }
  }

  /// The names of the arrays, in order.
  public var names: [String] { files.keys.sorted() }

  /// The real array of a name, or nil if there is none.
  ///
  /// - Throws: `TensorError.malformedNumpy` or `.unsupportedElement`, for example for complex arrays.
  public func tensor(_ name: String) throws -> Tensor? { try files[name].map { try Tensor(npyData: $0) } }

  /// The complex array of a name, or nil if there is none.
  ///
  /// - Throws: `TensorError.malformedNumpy` or `.unsupportedElement`, for example for real arrays.
  public func complexTensor(_ name: String) throws -> ComplexTensor? {
    try files[name].map { try ComplexTensor(npyData: $0) }
  }

  /// Adds or replaces an array.
  public mutating func add(_ tensor: Tensor, named name: String) { files[name] = tensor.npyData() }

  /// Adds or replaces a complex array.
  public mutating func add(_ tensor: ComplexTensor, named name: String) { files[name] = tensor.npyData() }

  /// The bytes of a `.npz` file, the arrays in the order of their names; the same for the same arrays.
  ///
  /// - Parameter isCompressed: whether to deflate, as `savez_compressed`, or to store, as `savez`.
  /// - Throws: An error if memory runs out.
  public func data(isCompressed: Bool = true) throws -> Data {
    try ZipArchive.archive(
      names.map { ZipArchive.Entry(name: $0 + ".npy", content: [UInt8](files[$0] ?? Data())) },
      isCompressed: isCompressed)
  }

  /// Writes the archive; an older file is replaced whole or not at all.
  ///
  /// - Throws: `TensorError.unwritable`.
  public func write(to url: URL, isCompressed: Bool = true) throws {
    do {
      try AtomicFile.write(try data(isCompressed: isCompressed), to: url)
    } catch let error as FileError {
      throw TensorError.unwritable(path: url.path, reason: error.reason)
    } catch let error as ArchiveError {
      throw TensorError.unwritable(path: url.path, reason: error.reason)
    }
  }
}
