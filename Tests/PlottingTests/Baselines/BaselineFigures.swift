import Plotting

/// A figure and the name of its images in `Tests/Fixtures/plots`.
typealias BaselineFigure = (name: String, figure: @Sendable () -> Figure)

/// The figures whose images are stored: every kind of plot, each as a reader might write it.
enum BaselineFigures {
  static let all =
    curves + distributions + fields + layouts + learning + sound + spectra + modifiers + edgeCases + compositions
}
