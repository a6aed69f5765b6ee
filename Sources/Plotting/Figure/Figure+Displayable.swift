public import Display
import Foundation
import Tensors

extension Figure: Displayable {
  /// A picture for light pages, one for dark ones, and the figure in words.
  ///
  /// A figure that cannot be drawn shows the reason as text.
  public var mimeBundle: MIMEBundle {
    let words = alternativeText ?? derivedAlternativeText
    let metadata = MIMEBundle.Metadata(
      alternativeText: words, width: (width * 9600).rounded() / 100, height: (height * 9600).rounded() / 100)
    do {
      let renderings = try renderings()
      return MIMEBundle(plainText: words, metadata: metadata)
        .adding(renderings.light, as: .png).adding(renderings.dark, as: .darkPNG)
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
