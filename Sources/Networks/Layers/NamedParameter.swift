import Tensors

/// A parameter with its full name in a model, and how training treats it.
///
/// ```swift
/// for parameter in model.parameters { print(parameter.name) }
/// ```
public struct NamedParameter {
  /// The kind of a parameter, which decides about weight decay and freezing.
  public enum Role: Sendable {
    /// Shrinks by weight decay.
    case weight
    /// Does not shrink.
    case bias
    /// Does not shrink, and trains when frozen.
    case normalization
  }

  /// Names on the way to it, joined by dots: `layer1.0.conv1.weight`.
  public let name: String

  /// The treatment of the parameter in training.
  public let role: Role

  /// The parameter itself, shared with the layer.
  public let parameter: Parameter
}

/// A running statistic with its full name in a model.
///
/// ```swift
/// for statistic in model.statistics { print(statistic.name) }
/// ```
public struct NamedStatistic {
  /// Names on the way to it, joined by dots: `bn1.running_mean`.
  public let name: String

  /// The statistic itself, shared with the layer.
  public let statistic: Statistic
}

/// All parameters and statistics of a model, in the order of saving.
enum NamedState {
  case parameter(NamedParameter)
  case statistic(NamedStatistic)

  /// Names on the way to it, joined by dots.
  var name: String {
    switch self {
    case .parameter(let named): named.name
    case .statistic(let named): named.name
    }
  }
}

extension Layer {
  /// Every inner parameter, in the order of saving; a parameter that is used several times appears once, under its
  /// first name.
  public var parameters: [NamedParameter] {
    var seen: Set<ObjectIdentifier> = []
    return namedStates.compactMap { state in
      guard case .parameter(let named) = state, seen.insert(ObjectIdentifier(named.parameter)).inserted else {
        return nil
      }
      return named
    }
  }

  /// Every running statistic inside.
  public var statistics: [NamedStatistic] {
    namedStates.compactMap { if case .statistic(let statistic) = $0 { statistic } else { nil } }
  }

  /// Number of scalars in all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.count } }

  /// Parameters and statistics, in the order of saving.
  ///
  /// - Precondition: Names are unique, because a file needs unique names.
  var namedStates: [NamedState] {
    var states: [NamedState] = []
    collectStates(prefix: "", into: &states)
    var names: Set<String> = []
    for state in states {
      require(
        names.insert(state.name).inserted,
        "\(title) has two parts called “\(state.name)”; a file could not tell them apart, so rename one"
      )
    }
    return states
  }

  private func collectStates(prefix: String, into states: inout [NamedState]) {
    for (name, part) in parts.elements {
      let path = prefix + name
      switch part {
      case .weight(let parameter): states.append(.parameter(.init(name: path, role: .weight, parameter: parameter)))
      case .bias(let parameter): states.append(.parameter(.init(name: path, role: .bias, parameter: parameter)))
      case .normalization(let parameter):
        states.append(.parameter(.init(name: path, role: .normalization, parameter: parameter)))
      case .statistic(let statistic): states.append(.statistic(.init(name: path, statistic: statistic)))
      case .layer(let layer): layer.collectStates(prefix: path + ".", into: &states)
      }
    }
  }
}
