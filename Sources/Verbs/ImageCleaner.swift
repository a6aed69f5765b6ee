import Display
import Files
import Foundation
import Images
import Plotting

/// A numbered grid of images for moving or removing wrong ones: manual data cleaning, cell by cell.
///
/// A cleaner that is a cell's last value shows the grid. Nothing is deleted: removed images go to the folder `.removed`
/// beside the image, which `getImageFiles` skips.
///
/// ```swift
/// var cleaner = ImageCleaner(interp.topLosses(count: 9).map { dls.valid.items[$0.index] })
/// cleaner                                  // shows the images, numbered from 0
/// try cleaner.remove([2, 5])               // in the next cell
/// try cleaner.move([0], to: "notes/B3")    // to the folder of its right label
/// ```
public struct ImageCleaner: Sendable {
  /// The remaining images, by their numbers.
  public private(set) var files: [Int: URL]

  private let titles: [Int: String]

  /// Numbers images from 0.
  ///
  /// - Parameters:
  ///   - files: the images.
  ///   - titles: the title of each image after its number; the file's name if nil.
  public init(_ files: some Sequence<URL>, titles: [String]? = nil) {
    let numbered = Array(files).enumerated()
    self.files = Dictionary(uniqueKeysWithValues: numbered.map { ($0.offset, $0.element) })
    self.titles = Dictionary(
      uniqueKeysWithValues: numbered.map { index, file in
        let name = file.deletingPathExtension().lastPathComponent
        return (index, titles.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? name)
      })
  }

  /// The images that are left, in the order of their numbers.
  public var remaining: [URL] { files.sorted { $0.key < $1.key }.map(\.value) }

  /// Moves images to the folder `.removed` beside them.
  ///
  /// - Returns: The new locations.
  /// - Throws: ``VerbError/noImage(number:known:)`` before anything is moved; ``VerbError/notMoved(path:reason:)``.
  @discardableResult
  public mutating func remove(_ numbers: [Int]) throws -> [URL] {
    try move(numbers) { $0.deletingLastPathComponent().appending(path: ".removed") }
  }

  /// Moves images to a folder, which is created if needed.
  ///
  /// - Returns: The new locations.
  /// - Throws: ``VerbError/noImage(number:known:)`` before anything is moved; ``VerbError/notMoved(path:reason:)``,
  ///   also when a file of that name exists.
  @discardableResult
  public mutating func move(_ numbers: [Int], to folder: String) throws -> [URL] {
    try move(numbers) { _ in URL(filePath: folder) }
  }

  private mutating func move(_ numbers: [Int], to folder: (URL) -> URL) throws -> [URL] {
    // A repeated number counts once.
    var known: Set<Int> = []
    let chosen = try numbers.filter { known.insert($0).inserted }.map { number in
      guard let file = files[number] else {
        throw VerbError.noImage(number: number, known: files.keys.sorted())
      }
      return (number, file)
    }
    return try chosen.map { number, file in
      let target = folder(file).appending(path: file.lastPathComponent)
      do {
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.moveItem(at: file, to: target)
      } catch {
        throw VerbError.notMoved(path: file.path, reason: SystemReason.of(error))
      }
      files[number] = nil
      return target
    }
  }

  /// The remaining images with their numbers, as a figure.
  ///
  /// - Parameter columns: the number of images in a row.
  /// - Throws: `ImageError` for a file that is not a readable image.
  public func figure(columns: Int = 6) throws -> Figure {
    let pictures = try files.sorted { $0.key < $1.key }.map { number, file in
      let image = try Image(contentsOf: file).rgb
      return Picture(image, title: "\(number): \(titles[number] ?? "")")
    }
    return showPictures(pictures, columns: max(1, min(columns, pictures.count)), width: 7)
  }
}

extension ImageCleaner: Displayable, CustomStringConvertible {
  /// Such as `3 images: 0 A3_1.png, 1 A3_2.png, 4 B3_7.png`.
  public var description: String {
    let names = files.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.lastPathComponent)" }
    return "\(names.count) \(names.count == 1 ? "image" : "images")\(names.isEmpty ? "" : ": ")"
      + names.joined(separator: ", ")
  }

  /// The figure; the description if there is no image or one cannot be read.
  public var mimeBundle: MIMEBundle {
    guard !files.isEmpty, let figure = try? figure() else { return MIMEBundle(plainText: description) }
    return figure.mimeBundle
  }
}
