import Plotting

/// A figure and the name of its images in `Tests/Fixtures/plots`.
typealias BaselineFigure = (name: String, figure: @Sendable () -> Figure)

/// The figures whose images are kept: every kind of plot, each as a reader might make it.
enum BaselineFigures {
  static let all =
    curves + distributions + fields + layouts + learning + sound + spectra + modifiers + edgeCases + compositions
}
