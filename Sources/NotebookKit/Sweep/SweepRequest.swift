import Foundation

/// The points requested on a sweep's command line.
package struct SweepRequest: Equatable, Sendable {
  /// The arguments of `-P`, as in `lr=0.1,0.01`.
  package var arguments: [String]
  /// A file with one point per row (CSV) or an object (JSON).
  package var pointsFile: URL?
  /// Number of points that are drawn; nil takes all combinations.
  package var randomCount: Int?
  /// Seed of the random combinations.
  package var seed: UInt64

  package init(arguments: [String], pointsFile: URL? = nil, randomCount: Int? = nil, seed: UInt64 = 42) {
    self.arguments = arguments
    self.pointsFile = pointsFile
    self.randomCount = randomCount
    self.seed = seed
  }

  /// Maximum number of points of one sweep.
  package static let largestCount = 10_000

  /// The points, each once, in the requested order; the last parameter changes fastest.
  ///
  /// - Throws: ``SweepError``; ``NotebookErrors`` for names and values that `etude run -P` would refuse as well.
  package func points(of parameters: [Parameter]) throws -> [SweepPoint] {
    let axes = try axes(of: parameters)
    var rows: [[SweepPoint.Setting]] = [[]]
    if let pointsFile {
      rows = try PointsFile.rows(of: pointsFile, parameters: parameters)
      if let axis = axes.first(where: { axis in rows.contains { $0.contains { $0.name == axis.name } } }) {
        throw SweepError.givenTwice(name: axis.name, path: pointsFile.relativePath)
      }
    }
    if axes.isEmpty, pointsFile == nil { throw SweepError.noPoints }
    let drawn = try randomCount.map { try Self.draw($0, of: axes, parameters, seed: seed) }
    let settings = try drawn ?? Self.product(of: axes, parameters, times: rows.count)
    guard rows.count * settings.count <= Self.largestCount else {
      throw SweepError.tooManyPoints(count: rows.count * settings.count, limit: Self.largestCount)
    }
    var points: [SweepPoint] = []
    var names: Set<String> = []
    for row in rows {
      for setting in settings {
        let point = SweepPoint(row + setting, of: parameters)
        if names.insert(point.label).inserted { points.append(point) }
      }
    }
    if points.isEmpty { throw SweepError.noPoints }
    return points
  }

  private func axes(of parameters: [Parameter]) throws -> [SweepAxis] {
    let axes = try arguments.map { try SweepAxis($0, of: parameters) }
    for (index, axis) in axes.enumerated() where axes[..<index].contains(where: { $0.name == axis.name }) {
      throw NotebookErrors([.override(.repeated(name: axis.name))])
    }
    return axes
  }

  /// Every combination of the axes' values.
  private static func product(
    of axes: [SweepAxis], _ parameters: [Parameter], times factor: Int
  ) throws -> [[SweepPoint.Setting]] {
    var count = factor
    for axis in axes {
      guard let values = axis.count else { throw SweepError.missingStep(name: axis.name) }
      let (product, overflows) = count.multipliedReportingOverflow(by: values)
      count = overflows ? .max : product
    }
    // Checked before anything of that size is allocated.
    guard count <= largestCount else { throw SweepError.tooManyPoints(count: count, limit: largestCount) }
    var rows: [[SweepPoint.Setting]] = [[]]
    for axis in axes {
      let values = try axis.values(like: model(axis, parameters))
      rows = rows.flatMap { row in values.map { row + [SweepPoint.Setting(axis.name, $0)] } }
    }
    return rows
  }

  /// Different random combinations; fewer than requested if there are not enough.
  private static func draw(
    _ count: Int, of axes: [SweepAxis], _ parameters: [Parameter], seed: UInt64
  ) throws -> [[SweepPoint.Setting]] {
    guard count > 0 else { throw SweepError.noPoints }
    guard count <= largestCount else { throw SweepError.tooManyPoints(count: count, limit: largestCount) }
    var generator = SweepGenerator(seed: seed)
    var rows: [[SweepPoint.Setting]] = []
    var labels: Set<String> = []
    for _ in 0..<count * 100 where rows.count < count {
      let row = axes.map {
        SweepPoint.Setting($0.name, $0.draw(like: model($0, parameters), using: &generator))
      }
      if labels.insert(SweepPoint(row, of: parameters).label).inserted { rows.append(row) }
    }
    return rows
  }

  private static func model(_ axis: SweepAxis, _ parameters: [Parameter]) -> Parameter.Value {
    parameters.first { $0.name == axis.name }?.value ?? .text("")
  }
}
