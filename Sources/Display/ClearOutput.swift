/// Removes the running cell's output so far: text, values and figures.
///
/// A cell that shows the same thing again and again, such as one sound after another, replaces it:
///
/// ```swift
/// for file in files {
///   clearOutput(wait: true)
///   display(try load(file))
/// }
/// ```
///
/// - Parameter wait: True to keep the outputs until the next one comes, which avoids flicker.
public func clearOutput(wait: Bool = false) { DisplayChannel.send(.clear(wait: wait)) }
