import Files
import Foundation

/// One run of a sweep: the values that it gives to parameters of the notebook.
package struct SweepPoint: Equatable, Sendable {
  /// A parameter's name and its value at this point.
  package struct Setting: Equatable, Sendable {
    package var name: String
    package var value: Parameter.Value

    package init(_ name: String, _ value: Parameter.Value) {
      self.name = name
      self.value = value
    }
  }

  /// Settings in the order of the notebook's parameters.
  package var settings: [Setting]

  /// A point with its settings in the order of `parameters`.
  package init(_ settings: [Setting], of parameters: [Parameter]) {
    self.settings = parameters.compactMap { parameter in settings.first { $0.name == parameter.name } }
  }

  /// The point for readers, as in `lr=0.1, seed=1`.
  package var label: String { settings.map { "\($0.name)=\($0.value.plainText)" }.joined(separator: ", ") }

  /// The notebook's parameters as the run of this point has them.
  package func parameters(_ parameters: [Parameter]) -> [Parameter] {
    parameters.map { parameter in
      var parameter = parameter
      if let setting = settings.first(where: { $0.name == parameter.name }) { parameter.value = setting.value }
      return parameter
    }
  }

  /// Name of the folder of its report: the label where that can be a file's name, else a hash of it.
  package var folderName: String {
    let name = settings.map { "\($0.name)=\($0.value.plainText)" }.joined(separator: ",")
    let isPlain = settings.allSatisfy { setting in
      (setting.name + setting.value.plainText).allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "_-+.".contains($0))
      } && !setting.value.plainText.isEmpty
    }
    if isPlain, !name.isEmpty, name.count <= 120 { return name }
    let exact = settings.map { "\($0.name)=\($0.value)" }.joined(separator: "\n")
    return "point-" + ContentHash(Data(exact.utf8)).hexadecimal.prefix(16)
  }
}

extension Parameter.Value {
  /// The value for readers and for `-P`: texts without quotes, whole numbers without a fraction.
  package var plainText: String {
    switch self {
    case .text(let text): text
    case .number(let number): Self.text(of: number)
    default: description
    }
  }
}
