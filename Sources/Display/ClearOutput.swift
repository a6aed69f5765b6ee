/// Removes what the running cell has put out so far: text, values and figures.
///
/// A cell that shows the same thing again and again, as one sound after another, shows one in place of the other:
///
/// ```swift
/// for file in files {
///   clearOutput(wait: true)
///   display(try load(file))
/// }
/// ```
///
/// - Parameter wait: True to keep the outputs until the next one comes, so that nothing flickers.
public func clearOutput(wait: Bool = false) { DisplayChannel.send(.clear(wait: wait)) }
