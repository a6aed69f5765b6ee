public import Images
import Tensors

/// An image of a grid, with a title above it.
///
/// ```swift
/// let pictures = [Picture(image, title: "A3"), Picture(picture, title: "B3", titleColor: .red)]
/// ```
public struct Picture: Sendable {
  /// The pixels.
  public var image: Image
  /// One or more lines above the image; nil for none.
  public var title: String?
  /// The title's colour, such as red for a wrong guess; nil is the colour of ink.
  public var titleColor: Color?

  /// An image and its title.
  public init(_ image: Image, title: String? = nil, titleColor: Color? = nil) {
    self.image = image
    self.title = title
    self.titleColor = titleColor
  }
}

/// Images row by row, each with a title above: a batch, top losses.
///
/// ```swift
/// showPictures([Picture(image, title: "A3")], columns: 3)
/// ```
/// - Parameters:
///   - images: the images to show.
///   - rows: nil takes fastai's `floor(sqrt(count))`, or as many as `columns` requires.
///   - columns: nil takes as many as the rows need.
///   - title: the title above the grid.
///   - width: in inches; nil takes 2.2 inches per column, at most 7.
///   - height: in inches; nil keeps the cells square.
public func showPictures(
  _ pictures: [Picture], rows: Int? = nil, columns: Int? = nil, title: String? = nil, width: Double? = nil,
  height: Double? = nil
) -> Figure {
  let square = max(Int(Double(pictures.count).squareRoot()), 1)
  let down = rows ?? columns.map { gridSide(pictures.count, over: $0) } ?? square
  let across = columns ?? gridSide(pictures.count, over: down)
  checkGrid(of: pictures.count, "pictures", rows: down, columns: across)
  let lines = pictures.map { $0.title?.split(separator: "\n", omittingEmptySubsequences: false).count ?? 0 }.max() ?? 0
  let width = width ?? min(2.2 * Double(across), 7)
  let titles = Double(lines) * 0.19 + (lines > 0 ? 0.1 : 0.04)
  let height = height ?? (width / Double(across) + titles) * Double(down) + (title == nil ? 0 : 0.35)
  var figure = Figure(width: width, height: height, axes: Axes())
  figure.axes = pictures.map { picture in
    var axes = Axes(title: picture.title, layers: [ImageMark(picture.image).layer])
    axes.y.isReversed = true
    axes.isEqualAspect = true
    axes.isBare = true
    axes.titleColor = picture.titleColor
    return axes
  }
  figure.title = title
  figure.rows = down
  figure.columns = across
  figure.alternativeText = description(of: pictures, title: title)
  return figure
}

/// The images in words, by their titles.
private func description(of pictures: [Picture], title: String?) -> String {
  let names = pictures.compactMap { $0.title?.replacing("\n", with: " ") }
  let shown = names.count > 16 ? names.prefix(15) + ["…"] : names[...]
  let head = [title, counted(pictures.count, "picture")].compactMap(\.self).joined(separator: ": ")
  return names.isEmpty ? head + "." : "\(head): \(shown.joined(separator: "; "))."
}
