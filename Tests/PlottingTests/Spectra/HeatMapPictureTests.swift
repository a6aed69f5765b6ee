import Images
import Plotting
import Tensors
import Testing

/// The pixels of images, as matplotlib 3.11 drew them for the same matrices.
struct HeatMapPictureTests {
  /// Columns where the first line of pixels changes, or rows where the first column does.
  private func changes(_ image: Image, alongRows: Bool) -> [Int] {
    let count = alongRows ? image.height : image.width
    func pixel(_ index: Int) -> ArraySlice<UInt8> {
      let start = 3 * (alongRows ? index * image.width : index)
      return image.pixels[start..<start + 3]
    }
    return [0] + (1..<count).filter { pixel($0) != pixel($0 - 1) }
  }

  private func checkered(rows: Int, columns: Int) -> Tensor {
    Tensor(
      shape: [rows, columns], scalars: (0..<rows * columns).map { Float(($0 / columns + $0 % columns) % 2) })
  }

  @Test func sizeAndEdgesAreMatplotlibs() {
    let image = HeatMapPicture(checkered(rows: 12, columns: 5)).image
    #expect(image.width == 279 && image.height == 277 && image.channels == 3)
    #expect(changes(image, alongRows: false) == [0, 56, 112, 167, 223])
    #expect(changes(image, alongRows: true) == [0, 23, 46, 69, 92, 115, 138, 162, 185, 208, 231, 254])
    #expect(changes(HeatMapPicture(checkered(rows: 12, columns: 2)).image, alongRows: false) == [0, 140])
  }

  /// A five-second note has 216 frames; some of their edges fall on the middle of a pixel, where rounding decides.
  @Test func edgesInTheMiddleOfPixels() {
    let edges = changes(HeatMapPicture(checkered(rows: 12, columns: 216)).image, alongRows: false)
    #expect(edges.prefix(14) == [0, 1, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 17])
    #expect(edges.count == 216)
  }

  @Test func moreColumnsThanPixels() {
    let ramp = Tensor(shape: [1, 400], scalars: (0..<400).map { Float($0) })
    #expect(HeatMapPicture(ramp).image.pixels.count == 279 * 277 * 3)
  }

  @Test func rowZeroIsAtTheBottomAndColorsSpanTheData() {
    let picture = HeatMapPicture(Tensor(shape: [2, 1], scalars: [5, 7]))
    let image = picture.image
    // Magma begins at #000004 and ends at #FCFDBF.
    #expect(Array(image.pixels.suffix(3)) == [0, 0, 4] && Array(image.pixels.prefix(3)) == [252, 253, 191])
    let signed = HeatMapPicture(Tensor(shape: [2, 1], scalars: [-1, 1])).image
    #expect(Array(signed.pixels.suffix(3)) == [59, 76, 192], "coolwarm for both signs")
    let constant = HeatMapPicture(Tensor(zeros: [12, 4])).image
    #expect(Set(constant.pixels).count == 2)
  }
}
