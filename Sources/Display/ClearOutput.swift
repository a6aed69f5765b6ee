/// Removes what the running cell has put out so far: text, values and figures.
///
/// A cell that shows the same thing again and again, as a board after each move, shows one instead of the other:
///
/// ```swift
/// for move in moves {
///   board.play(move)
///   clearOutput(wait: true)
///   display(board)
/// }
/// ```
///
/// - Parameter wait: True to keep the outputs until the next one comes, so that nothing flickers.
public func clearOutput(wait: Bool = false) { DisplayChannel.send(.clear(wait: wait)) }
