import Foundation

/// The parts that a session works with and that tests replace.
package struct SessionTools: Sendable {
  package var compiler: any ModuleCompiler
  package var startKernel: @Sendable () throws -> any Kernel
  package var symbolize: Tracer.Symbolizer
  package var clock: SessionClock
  /// The other ranks of the run; nil if there are none.
  package var others: (any OtherRanks)?

  package init(
    compiler: any ModuleCompiler, startKernel: @escaping @Sendable () throws -> any Kernel,
    symbolize: @escaping Tracer.Symbolizer, clock: SessionClock = .continuous, others: (any OtherRanks)? = nil
  ) {
    self.compiler = compiler
    self.startKernel = startKernel
    self.symbolize = symbolize
    self.clock = clock
    self.others = others
  }
}
