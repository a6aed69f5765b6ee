import Foundation
import Images

/// A folder of small images that is removed with its owner.
package final class PictureFolder {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A folder with `count` images of each class, `A_0.png` and so on, each of a different shade.
  package convenience init(classes: [String], count: Int, width: Int = 12, height: Int = 12) throws {
    try self.init()
    for (number, name) in classes.enumerated() {
      for index in 0..<count {
        try add("\(name)_\(index).png", shade: UInt8(number * count + index), width: width, height: height)
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes an image whose red channel is `shade` everywhere and whose others are gradients.
  package func add(_ name: String, shade: UInt8, width: Int = 12, height: Int = 12) throws {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { pixels += [shade, UInt8(x * 9 % 256), UInt8(y * 7 % 256)] }
    }
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Image(width: width, height: height, channels: 3, pixels: pixels).write(png: file)
  }

  /// Writes bytes that are not an image, or part of one.
  package func addBytes(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: url.appending(path: name))
  }
}

/// The letters before the underscore of a file's name.
package func firstPart(_ file: URL) -> String {
  String(file.lastPathComponent.prefix { $0 != "_" })
}
