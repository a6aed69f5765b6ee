import Foundation

/// The parts that a session works with and that tests replace.
package struct SessionTools: Sendable {
  package var compiler: any ModuleCompiler
  package var startKernel: @Sendable () throws -> any Kernel
  package var symbolize: Tracer.Symbolizer
  package var clock: SessionClock

  package init(
    compiler: any ModuleCompiler, startKernel: @escaping @Sendable () throws -> any Kernel,
    symbolize: @escaping Tracer.Symbolizer, clock: SessionClock = .continuous
  ) {
    self.compiler = compiler
    self.startKernel = startKernel
    self.symbolize = symbolize
    self.clock = clock
  }
}
