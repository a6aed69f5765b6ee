/// The state in which lines of a ``ModelProgram`` run.
struct ModelMachine {
  private final class Box {
    var total: Int
    var next: Box?
    init(_ total: Int) { self.total = total }
  }

  private enum Value {
    case number(Int)
    case box(Box)
    case code(target: String)
  }

  private var state: [String: Value] = [:]
  /// The values that parameters get when they are declared.
  var parameters: [String: Int] = [:]
  /// Names that were read without having a value.
  private(set) var missing: [String] = []

  /// Receives the functions of a cell, which need not run to be there.
  mutating func define(_ lines: [ModelProgram.Line], _ symbols: [String: String]) {
    for case .function(let name, let target) in lines {
      if let symbol = symbols[name], let aim = symbols[target] { state[symbol] = .code(target: aim) }
    }
  }

  /// Runs the lines of a cell and returns their output.
  ///
  /// - Parameter symbols: For each name its meaning in the cell.
  mutating func run(_ lines: [ModelProgram.Line], _ symbols: [String: String]) -> [String] {
    lines.compactMap { run($0, symbols) }
  }

  private mutating func run(_ line: ModelProgram.Line, _ symbols: [String: String]) -> String? {
    switch line {
    case .number(let name, let reads): set(name, symbols, .number(sum(reads, symbols)))
    case .write(let name, let reads): add(sum(reads, symbols), to: symbols[name] ?? name)
    case .box(let name, let reads): set(name, symbols, .box(Box(sum(reads, symbols))))
    case .alias(let name, let other): if let value = value(other, symbols) { set(name, symbols, value) }
    case .add(let box, let reads): add(sum(reads, symbols), to: symbols[box] ?? box)
    case .link(let box, let next): self.box(box, symbols)?.next = self.box(next, symbols)
    case .addToNext(let box): self.box(box, symbols)?.next?.total += 1
    case .closure(let name, let target): set(name, symbols, .code(target: symbols[target] ?? target))
    case .call(let name): if case .code(let target)? = value(name, symbols) { add(1, to: target) }
    case .show(let name): return show(name, symbols)
    case .parameter(let name): if let value = parameters[name] { set(name, symbols, .number(value)) }
    case .function: break
    }
    return nil
  }

  private mutating func set(_ name: String, _ symbols: [String: String], _ value: Value) {
    state[symbols[name] ?? name] = value
  }

  private mutating func value(_ name: String, _ symbols: [String: String]) -> Value? {
    let symbol = symbols[name] ?? name
    if state[symbol] == nil { missing.append(symbol) }
    return state[symbol]
  }

  private mutating func box(_ name: String, _ symbols: [String: String]) -> Box? {
    if case .box(let box)? = value(name, symbols) { box } else { nil }
  }

  private mutating func add(_ amount: Int, to symbol: String) {
    switch state[symbol] {
    case .number(let number)?: state[symbol] = .number(number &+ amount)
    case .box(let box)?: box.total &+= amount
    case .code?: break
    case nil: missing.append(symbol)
    }
  }

  private mutating func sum(_ names: [String], _ symbols: [String: String]) -> Int {
    names.reduce(1) { $0 &+ number($1, symbols) }
  }

  private mutating func number(_ name: String, _ symbols: [String: String]) -> Int {
    if case .number(let number)? = value(name, symbols) { number } else { 0 }
  }

  private mutating func show(_ name: String, _ symbols: [String: String]) -> String {
    switch value(name, symbols) {
    case .number(let number)?: return "\(number)"
    case .box(let box)?:
      return [box, box.next, box.next?.next].map { $0.map { "\($0.total)" } ?? "-" }.joined(separator: " ")
    case .code?: return "code"
    case nil: return "none"
    }
  }
}
