extension DependencyGraph {
  /// The steps of an edited notebook whose outputs may differ from those of the notebook before.
  ///
  /// A step is stale if it is new or changed, if a name in its code is defined by another step than before or by one that
  /// was changed, if one of its needs is met by another step than before or by a stale one, or if code before it that
  /// gives later code its meaning was changed, inserted, removed or moved.
  ///
  /// - Parameters:
  ///   - old: The effects of the steps before the edit.
  ///   - new: Those after it.
  ///   - origins: For each new step the old one of which it is an unchanged copy; nil for one that is new or changed.
  package static func stale(after old: [StepEffects], _ new: [StepEffects], origins: [Int?]) -> [Int] {
    let (oldNeeds, newNeeds) = (DependencyGraph(old).needs, DependencyGraph(new).needs)
    let (oldMeanings, newMeanings) = (meanings(in: old) { $0 }, meanings(in: new) { origins[$0] })
    var stale: Set<Int> = []
    for index in new.indices {
      guard let origin = origins[index], oldMeanings[origin] == newMeanings[index],
        shapers(of: new, before: index).map({ origins[$0] }) == shapers(of: old, before: origin).map(Optional.some),
        !newNeeds[index].contains(where: { stale.contains($0.maker) }),
        Set(newNeeds[index].map { Link(name: $0.variable?.name, step: origins[$0.maker]) })
          == Set(oldNeeds[origin].map { Link(name: $0.variable?.name, step: $0.maker) })
      else {
        stale.insert(index)
        continue
      }
    }
    return stale.sorted()
  }

  /// A name and the old step behind it. Symbols hold the names of modules, which an insertion changes, so the name is
  /// what both notebooks have in common.
  private struct Link: Hashable {
    var name: String?
    /// Nil for a step that is new or changed.
    var step: Int?
  }

  /// For each step the names in its code, and who defines them.
  private static func meanings(in steps: [StepEffects], origin: (Int) -> Int?) -> [Set<Link>] {
    var definers: [StepEffects.Variable: Int] = [:]
    return steps.enumerated().map { index, step in
      defer { for variable in step.defined { definers[variable] = index } }
      return Set(
        step.named.compactMap { variable in
          definers[variable].map { Link(name: variable.name, step: origin($0)) }
        })
    }
  }

  private static func shapers(of steps: [StepEffects], before index: Int) -> [Int] {
    steps[..<index].indices.filter { steps[$0].shapesLaterCode }
  }
}
