public import Display
import Foundation
import Tensors

extension Figure: Displayable {
  /// An image for light pages, one for dark ones, and the figure in words, in the size and format that the cell's
  /// options ask for.
  ///
  /// A figure that cannot be drawn shows the reason as text.
  public var mimeBundle: MIMEBundle { bundle(with: .current) }

  /// The figure in the size and formats of the given settings.
  package func bundle(with settings: FigureSettings) -> MIMEBundle {
    var figure = self
    // matplotlib's margins are blank bands on a page; the figure keeps them for comparisons.
    figure.margins = .tight
    if let width = settings.width { figure.width = width }
    if let height = settings.height { figure.height = height }
    return figure.bundle(settings.format)
  }

  private func bundle(_ format: FigureSettings.Format) -> MIMEBundle {
    let words = alternativeText ?? derivedAlternativeText
    let metadata = MIMEBundle.Metadata(
      alternativeText: words, width: (width * 9600).rounded() / 100, height: (height * 9600).rounded() / 100)
    do {
      var bundle = MIMEBundle(plainText: words, metadata: metadata)
      if format != .svg {
        let renderings = try renderings()
        bundle = bundle.adding(renderings.light, as: .png).adding(renderings.dark, as: .darkPNG)
      }
      if format != .png {
        bundle = bundle.adding(try svgData(theme: .light), as: .svg).adding(try svgData(theme: .dark), as: .darkSVG)
      }
      return bundle
    } catch {
      return MIMEBundle(plainText: String(describing: error))
    }
  }

  /// Both themes, drawn at the same time.
  private func renderings() throws(PlottingError) -> (light: Data, dark: Data) {
    var results = Theme.allCases.map { _ in Result<Data, PlottingError>.failure(.canvas(reason: "not drawn")) }
    results.withUnsafeMutableBufferPointer { results in
      parallelFor(results.count) { index in
        results[index] = Result { () throws(PlottingError) in
          try pngData(theme: Theme.allCases[index], scale: Self.standardScale)
        }
      }
    }
    return (try results[0].get(), try results[1].get())
  }
}
