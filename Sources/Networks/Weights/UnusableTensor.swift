/// A tensor of a weight file whose numbers cannot be used: complex, quantised, sparse, or smaller than a byte.
///
/// The other tensors of its file are read.
package struct UnusableTensor: Hashable, Sendable {
  /// Name in the state dictionary.
  package let name: String

  /// Name that the file gives the type: `C64` or `ComplexFloatStorage`, say.
  package let type: String

  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}
