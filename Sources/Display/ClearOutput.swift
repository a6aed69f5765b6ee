/// Removes the running cell's output so far: text, values and figures.
///
/// A cell that shows the same thing again and again, such as a board after each move, replaces it:
///
/// ```swift
/// for move in moves {
///   board.play(move)
///   clearOutput(wait: true)
///   display(board)
/// }
/// ```
///
/// - Parameter wait: True to keep the outputs until the next one comes, which avoids flicker.
public func clearOutput(wait: Bool = false) { DisplayChannel.send(.clear(wait: wait)) }
