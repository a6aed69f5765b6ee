/// Sets of variables through which one object may be reached.
struct Regions {
  private var regionOf: [String: Int] = [:]
  private var memberLists: [[String]] = []
  /// Uses of code that names members of a region, since it may have put them into an object.
  private var usesOf: [EffectsAnalysis.Uses] = []

  /// Merges the regions of these variables.
  mutating func join(_ variables: Set<String>, uses: EffectsAnalysis.Uses) {
    let old = Set(variables.compactMap { regionOf[$0] })
    var members = variables.filter { regionOf[$0] == nil }.sorted()
    var joined = uses
    for region in old.sorted() {
      members += memberLists[region]
      joined.formUnion(usesOf[region])
      memberLists[region] = []
      usesOf[region] = EffectsAnalysis.Uses()
    }
    for member in members { regionOf[member] = memberLists.count }
    memberLists.append(members)
    usesOf.append(joined)
  }

  /// The variables of a variable's region; empty if it has none.
  func members(with variable: String) -> [String] { regionOf[variable].map { memberLists[$0] } ?? [] }

  /// Uses of the region of a variable; nil if it has no region.
  func uses(of variable: String) -> EffectsAnalysis.Uses? { regionOf[variable].map { usesOf[$0] } }
}
