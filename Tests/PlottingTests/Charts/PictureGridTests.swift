import Display
import Images
import Plotting
import Testing

@Suite("Grids of images")
struct PictureGridTests {
  @Test("Images fill a square grid, or the requested rows and columns")
  func picturesFillAGrid() throws {
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 9)) == [3, 3])
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 4), rows: 1) == [1, 4])
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 7), columns: 3) == [3, 3])
  }

  @Test("A grid of images includes its titles in its description")
  func gridsSayTheirTitles() {
    #expect(showPictures([picture], title: "Batch").mimeBundle.metadata.alternativeText == "Batch: 1 picture: A3.")
  }

  private let picture = Picture(Image(width: 2, height: 2, filledWith: [1, 2, 3]), title: "A3")

  private func rowsAndColumns(_ pictures: [Picture], rows: Int? = nil, columns: Int? = nil) throws -> [Int] {
    let plots = try showPictures(pictures, rows: rows, columns: columns).geometry()
    return [Set(plots.map { ($0.bottom * 50).rounded() }).count, Set(plots.map { ($0.left * 50).rounded() }).count]
  }
}
