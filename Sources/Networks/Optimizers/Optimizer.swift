import Tensors

/// Moves the parameters of a model along their gradients, group by group.
///
/// Parameters are in groups with separate hyperparameters, so early layers can take smaller steps, or none
/// (`freeze(upTo:)`). Biases and normalisations are not decayed; normalisations train even when frozen. All of this
/// agrees with fastai's `Optimizer`.
///
/// ```swift
/// let optimizer = Optimizer(Adam(), groups: model.parameterGroups)
/// model(images).mean().backward()
/// optimizer.step()
/// optimizer.clearGradients()
/// ```
public final class Optimizer {
  /// The update rule of a parameter.
  public let rule: any UpdateRule

  /// Parameters that share hyper-parameters, first layers first.
  public private(set) var groups: [Group]

  /// Number of leading groups that are frozen.
  public private(set) var frozenCount = 0

  /// Parameters of one group with the optimiser's state for each.
  public struct Group {
    /// The hyperparameters of this group.
    public var hyperParameters: HyperParameters

    /// In the order of the model.
    public let parameters: [NamedParameter]

    /// One a parameter.
    public internal(set) var states: [ParameterState]

    /// True if a parameter has ever had a gradient.
    ///
    /// A parameter that had one and is then frozen still decays, as in fastai.
    package internal(set) var hadGradient: [Bool]
  }

  /// Collects the parameters of the groups; all of them are trained, each by the first group that has it.
  ///
  /// - Parameters:
  ///   - hyperParameters: Hyperparameters of every group; the rule's defaults if nil.
  ///   - decaysAll: True if weight decay shrinks biases and normalisations, too.
  public init(
    _ rule: any UpdateRule = Adam(), groups: [any Layer], hyperParameters: HyperParameters? = nil,
    decaysAll: Bool = false
  ) {
    self.rule = rule
    self.decaysAll = decaysAll
    var seen: Set<ObjectIdentifier> = []
    self.groups = groups.map { layer in
      let parameters = layer.parameters.filter { seen.insert(ObjectIdentifier($0.parameter)).inserted }
      return Group(
        hyperParameters: hyperParameters ?? rule.defaults, parameters: parameters,
        states: Array(repeating: ParameterState(), count: parameters.count),
        hadGradient: Array(repeating: false, count: parameters.count))
    }
  }

  private let decaysAll: Bool

  // MARK: - Training

  /// Updates every parameter that has, or once had, a gradient.
  public func step() {
    for group in groups.indices {
      for index in groups[group].parameters.indices { stepParameter(index, in: group) }
    }
  }

  /// Forgets all gradients, before the next step's are gathered.
  public func clearGradients() {
    for group in groups { for parameter in group.parameters { parameter.parameter.clearGradient() } }
  }

  /// Forgets running means and step counts.
  public func clearState() {
    for group in groups.indices {
      groups[group].states = groups[group].states.map { _ in ParameterState() }
    }
  }

  /// Replaces the hyperparameters and the state of one group.
  package func restore(_ hyperParameters: HyperParameters, _ states: [ParameterState], group: Int) {
    groups[group].hyperParameters = hyperParameters
    groups[group].states = states
  }

  /// Replaces the flags of parameters that have had a gradient.
  package func restoreHadGradient(_ flags: [Bool], group: Int) { groups[group].hadGradient = flags }

  private func stepParameter(_ index: Int, in group: Int) {
    let named = groups[group].parameters[index]
    var settings = groups[group].hyperParameters
    if !decaysAll, named.role != .weight { settings.weightDecay = 0 }
    var state = groups[group].states[index]
    groups[group].states[index] = ParameterState()  // leaves one reference, so the rule can write in place
    if named.parameter.gradient != nil {
      groups[group].hadGradient[index] = true
    } else if groups[group].hadGradient[index] {
      named.parameter.gradient = Tensor(zeros: named.parameter.shape)
    }
    named.parameter.update { value, gradient in
      rule.update(&value, gradient: gradient, state: &state, settings: settings)
    }
    groups[group].states[index] = state
  }

  // MARK: - Hyper-parameters and freezing

  /// Sets one hyper-parameter of every group.
  ///
  /// - Parameter values: One a group.
  public func set(_ keyPath: WritableKeyPath<HyperParameters, Double>, to values: [Double]) {
    require(values.count == groups.count, "\(values.count) values for \(groups.count) groups; give one per group")
    for (group, value) in values.enumerated() { groups[group].hyperParameters[keyPath: keyPath] = value }
  }

  /// Sets one hyper-parameter of every group to the same value.
  public func set(_ keyPath: WritableKeyPath<HyperParameters, Double>, to value: Double) {
    set(keyPath, to: Array(repeating: value, count: groups.count))
  }

  /// Stops training the first groups, except for their normalisations; trains all others.
  ///
  /// - Parameter count: Number of groups to freeze; 0 trains everything.
  public func freeze(upTo count: Int) {
    require((0...groups.count).contains(count), "cannot freeze \(count) of \(groups.count) parameter groups")
    frozenCount = count
    for (index, group) in groups.enumerated() {
      for named in group.parameters {
        named.parameter.requiresGradient = index >= count || named.role == .normalization
      }
    }
  }
}
