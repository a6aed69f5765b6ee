/// A multi-dimensional array of `Float` with value semantics.
///
/// Scalars are in row-major (C) order: the last axis varies fastest. Copies share memory until one of them is written.
///
/// ```swift
/// var image = Tensor(zeros: [2, 3])
/// image[1, 2] = 5
/// print(image.reshaped(to: [3, 2]))
/// ```
public struct Tensor: Sendable {
  /// The length of every axis, outermost first; empty for a single number.
  public let shape: [Int]
  package var storage: TensorStorage
  package var layout: Layout
  /// The history of the tensor, if gradients were requested for its inputs.
  package var node: TapeNode?

  package init(shape: [Int], storage: TensorStorage, layout: Layout = .rowMajor, node: TapeNode? = nil) {
    self.shape = shape
    self.storage = storage
    self.layout = layout
    self.node = node
  }

  /// A tensor with uninitialised scalars, all of which must be written.
  package init(uninitialized shape: [Int], layout: Layout = .rowMajor) {
    self.init(shape: shape, storage: TensorStorage(uninitialized: Self.count(of: shape)), layout: layout)
  }

  /// Lays `scalars` out in row-major order.
  ///
  /// - Precondition: the shape's axes multiply to the number of scalars.
  public init(shape: [Int], scalars: [Float]) {
    require(
      Self.count(of: shape) == scalars.count,
      "shape \(shape) holds \(Self.count(of: shape)) scalars, but \(scalars.count) were given")
    self.init(uninitialized: shape)
    scalars.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { storage.base.update(from: start, count: source.count) }
    }
  }

  /// Holds the single number `scalar`, with shape `[]`.
  public init(_ scalar: Float) {
    self.init(repeating: scalar, shape: [])
  }

  /// A vector, with shape `[scalars.count]`.
  public init(_ scalars: [Float]) {
    self.init(shape: [scalars.count], scalars: scalars)
  }

  /// Fills the tensor with `scalar`.
  public init(repeating scalar: Float, shape: [Int]) {
    self.init(uninitialized: shape)
    storage.base.update(repeating: scalar, count: storage.count)
  }

  /// Fills the shape with 0.
  public init(zeros shape: [Int]) {
    self.init(repeating: 0, shape: shape)
  }

  /// Fills the shape with 1.
  public init(ones shape: [Int]) {
    self.init(repeating: 1, shape: shape)
  }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of scalars: the product of the axes, and 1 for shape `[]`.
  public var count: Int { storage.count }

  /// Every scalar in row-major order, copied into an array.
  public var scalars: [Float] {
    withUnsafeScalars { Array($0) }
  }

  /// The value of a tensor with exactly one number, of any rank.
  ///
  /// - Precondition: `count == 1`.
  public var scalar: Float {
    require(count == 1, "scalar needs a tensor of one number, but the shape is \(shape)")
    return withUnsafeScalars { $0[0] }
  }

  /// Reads the scalars in place, in row-major order. The buffer must not outlive `body`.
  public func withUnsafeScalars<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let storage = converted(to: .rowMajor).storage
    let result = try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
    withExtendedLifetime(storage) {}
    return result
  }

  /// Writes the scalars in place, in row-major order, after taking a private copy if another tensor shares them.
  ///
  /// The tensor loses its history: gradients do not flow through such a write.
  public mutating func withUnsafeMutableScalars<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeWritable()
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  /// The scalar at one index for each axis; negative ones count from the end.
  ///
  /// The new values do not depend on the old ones, so no gradient flows to them.
  ///
  /// - Precondition: one index per axis, each inside its axis.
  public subscript(indices: Int...) -> Float {
    get {
      let offset = offset(of: indices, in: layout)
      defer { withExtendedLifetime(storage) {} }
      return storage.base[offset]
    }
    set {
      let offset = offset(of: indices, in: .rowMajor)
      let before = isTracked ? self : nil
      withUnsafeMutableScalars { $0[offset] = newValue }
      guard let before else { return }
      self = Tensor.recorded(self, from: [before]) { gradient in
        var gradient = gradient
        gradient.withUnsafeMutableScalars { $0[offset] = 0 }
        return [gradient]
      }
    }
  }

  /// True if no other tensor shares this one's memory.
  var isUnshared: Bool {
    mutating get { isKnownUniquelyReferenced(&storage) }
  }

  /// Copies the scalars into uniquely referenced memory.
  mutating func makeWritable(in layout: Layout = .rowMajor) {
    node = nil
    if self.layout != layout { self = converted(to: layout) }
    guard !isUnshared else { return }
    let copy = TensorStorage(uninitialized: storage.count)
    copy.base.update(from: storage.base, count: storage.count)
    storage = copy
  }

  /// The offset of the scalar at one index per axis.
  private func offset(of indices: [Int], in layout: Layout) -> Int {
    require(
      indices.count == shape.count,
      "index \(indices) has \(indices.count) axes, but the shape is \(shape); selecting(\(indices.first ?? 0)) is one "
        + "entry of the first axis")
    func place(_ axis: Int) -> Int {
      let index = indices[axis] < 0 ? indices[axis] + shape[axis] : indices[axis]
      require(index >= 0 && index < shape[axis], "index \(indices) is outside of shape \(shape)")
      return index
    }
    switch layout {
    case .rowMajor: return shape.indices.reduce(0) { $0 * shape[$1] + place($1) }
    case .channelsLast:
      return ((place(0) * shape[2] + place(2)) * shape[3] + place(3)) * shape[1] + place(1)
    }
  }

  /// The product of the axes.
  package static func count(of shape: [Int]) -> Int {
    var count = 1
    for length in shape {
      require(length >= 0, "shape \(shape) has a negative axis")
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      require(!overflow, "shape \(shape) is larger than memory")
      count = product
    }
    return count
  }
}

extension Tensor: Equatable {
  /// True if shapes and all scalars are equal (as numbers: NaN differs from itself).
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeScalars { a in right.withUnsafeScalars { b in a.elementsEqual(b) } }
  }
}
