extension Tensor {
  /// A matrix from its rows.
  ///
  /// - Precondition: rows of one length.
  public init(rows: [[Float]]) {
    for row in rows {
      require(row.count == rows[0].count, "rows of \(rows[0].count) and of \(row.count) numbers do not form a matrix")
    }
    self.init(shape: [rows.count, rows.first?.count ?? 0], scalars: rows.flatMap { $0 })
  }

  /// The whole numbers of a range (`torch.arange`), shape `[range.count]`.
  public init(_ range: Range<Int>) { self.init(range.map(Float.init)) }

  /// `count` numbers at equal distances, both ends among them (`torch.linspace`), shape `[count]`.
  ///
  /// - Precondition: at least two numbers.
  public init(from first: Float, through last: Float, count: Int) {
    require(count >= 2, "evenly spaced numbers include both ends, so there cannot be \(count)")
    let step = (Double(last) - Double(first)) / Double(count - 1)
    self.init((0..<count).map { $0 == count - 1 ? last : Float(Double(first) + step * Double($0)) })
  }

  /// Ones on the diagonal of zeros (`torch.eye`), shape `[size, size]`.
  ///
  /// - Precondition: `size` is not negative.
  public init(identity size: Int) {
    require(size >= 0, "an identity matrix cannot have \(size) rows; give it 0 or more")
    self.init(oneHot: Array(0..<size), classCount: size)
  }

  /// One row per label, 1 at the label's index and 0 elsewhere (`torch.nn.functional.one_hot`), shape
  /// `[labels.count, classCount]`.
  ///
  /// - Precondition: every label is in `0..<classCount`.
  public init(oneHot labels: [Int], classCount: Int) {
    self.init(zeros: [labels.count, classCount])
    for (row, label) in labels.enumerated() {
      require(label >= 0 && label < classCount, "label \(label) of item \(row) is not one of the \(classCount) classes")
      storage.base[row * classCount + label] = 1
    }
  }
}
