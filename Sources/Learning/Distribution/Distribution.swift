import Cluster
import Files
import Foundation
import Networks
import Tensors

/// The parts into which training splits each batch, and the ranks that share them.
///
/// A batch has the same shards for every number of ranks: shard s of S has the items from s·n/S to (s+1)·n/S. Rank r of
/// N owns the shards from r·S/N to (r+1)·S/N. Sums over shards are those of one binary tree: a rank adds the subtree of
/// its shards, and the ranks' sums are added pair by pair. So the result has the same bits for every N.
final class Distribution {
  let ranks: Ranks
  let shards: Int
  /// The thread that sums gradients over ranks.
  let sums: BackgroundSum

  /// - Throws: `ClusterError.unevenShards`.
  init(_ ranks: Ranks, shards: Int) throws {
    func isPowerOfTwo(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }
    guard isPowerOfTwo(shards), isPowerOfTwo(ranks.count), ranks.count <= shards else {
      throw ClusterError.unevenShards(shards, ranks: ranks.count)
    }
    self.ranks = ranks
    self.shards = shards
    sums = BackgroundSum(ranks)
  }

  /// The shards of this rank.
  var owned: Range<Int> { ranks.rank * shards / ranks.count..<(ranks.rank + 1) * shards / ranks.count }

  /// The items of a shard.
  func items(ofShard shard: Int, count: Int) -> Range<Int> { shard * count / shards..<(shard + 1) * count / shards }

  /// Checks that all ranks have the same text, as a number or a hash.
  ///
  /// - Throws: `ClusterError.diverged` with the first rank that has another.
  func compare(_ text: String, as name: String) throws {
    let texts = try ranks.gather(text)
    if let other = texts.firstIndex(where: { $0 != text }) {
      throw ClusterError.diverged(rank: other, expected: "\(name) \(text)", found: "\(name) \(texts[other])")
    }
  }
}

extension Layer {
  /// A hash of every number that training changes, in the order of saving.
  ///
  /// Models of one structure have the same hash if and only if they have the same bits.
  package var weightHash: String {
    var bytes = Data()
    for named in parameters { named.parameter.value.detached.withUnsafeScalars { bytes.append(Data(buffer: $0)) } }
    for named in statistics { named.statistic.value.withUnsafeScalars { bytes.append(Data(buffer: $0)) } }
    return ContentHash(bytes).hexadecimal
  }
}
