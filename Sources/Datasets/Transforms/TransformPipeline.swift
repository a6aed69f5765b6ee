/// Transforms as they run: sorted by their order, and of several with one type only the last.
///
/// Merges the block's own transforms with the given ones, as fastai does.
func arranged<Transform>(_ transforms: [Transform], by order: (Transform) -> Int) -> [Transform] {
  var kept: [Transform] = []
  for transform in transforms {
    if let index = kept.firstIndex(where: { type(of: $0 as Any) == type(of: transform as Any) }) {
      kept[index] = transform
    } else {
      kept.append(transform)
    }
  }
  return kept.enumerated().sorted { (order($0.element), $0.offset) < (order($1.element), $1.offset) }.map(\.element)
}
