extension WinogradConvolution {
  /// The division of the tiles, derived only from the sizes.
  struct Blocks: Sendable {
    private let tiles: Int
    private let tilesPerBlock: Int
    private let isLocal: Bool
    /// Output channels that one round of products covers.
    let columns: Int
    /// Tiles that one thread transforms at a time.
    let grain: Int
    /// Sums that are gathered side by side and added up at the end.
    let segments: Int
    private let blockCount: Int
    private let blocksPerSegment: Int

    /// - Parameter accumulating: whether results add up over tiles (weight gradients) or belong to one (outputs).
    init(tiles: Int, inputs: Int, outputs: Int, accumulating: Bool = false) {
      self.tiles = tiles
      let kernelBytes = Transform.products * inputs * outputs * 4
      let localLimit = 3 << 20
      let localTiles = inputs <= 64 ? 24 : 36
      isLocal = kernelBytes <= localLimit && tiles >= 4 * localTiles
      let sharedTiles = max(48, (8 << 20) / (Transform.products * (inputs + outputs) * 4) / 12 * 12)
      tilesPerBlock = isLocal ? localTiles : min(tiles, sharedTiles)
      columns = isLocal && !accumulating ? min(outputs, 64) : outputs
      grain = isLocal ? localTiles : 4
      blockCount = tiles == 0 ? 0 : (tiles + tilesPerBlock - 1) / tilesPerBlock
      blocksPerSegment = isLocal && accumulating ? (blockCount + 3) / 4 : blockCount
      segments = (blockCount + blocksPerSegment - 1) / max(1, blocksPerSegment)
    }

    /// Calls `body` with each block of tiles: in parallel, or in turn if the body itself runs its phases in parallel.
    func forEach(_ body: (Range<Int>) -> Void) {
      if isLocal {
        parallelFor(blockCount) { body(block($0)) }
      } else {
        for index in 0..<blockCount { body(block(index)) }
      }
    }

    /// Calls `body(segment, is its first, tiles)`, segments in parallel, the blocks of one in order.
    func forEachInSegments(_ body: (Int, Bool, Range<Int>) -> Void) {
      func run(_ segment: Int) {
        let first = segment * blocksPerSegment
        for index in first..<min(blockCount, first + blocksPerSegment) { body(segment, index == first, block(index)) }
      }
      if segments == 1 { run(0) } else { parallelFor(segments) { run($0) } }
    }

    private func block(_ index: Int) -> Range<Int> {
      (index * tilesPerBlock)..<min(tiles, (index + 1) * tilesPerBlock)
    }
  }
}
