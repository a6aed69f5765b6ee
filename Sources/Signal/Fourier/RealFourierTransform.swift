import CFFTW3
import Synchronization

/// The discrete Fourier transform of real signals of one length, in double precision.
///
/// Plans are created once per length and process, under one lock. Executing them needs no lock, so any number of
/// threads can share a plan, each with its own `FourierBuffer`. FFTW's estimate mode picks the same algorithm each
/// time, so the same input gives the same bits on every run.
///
/// Related FFTW documentation: <https://www.fftw.org/fftw3_doc/>
final class RealFourierTransform: Sendable {
  /// Number of real inputs; there are `length / 2 + 1` complex bins.
  let length: Int
  private nonisolated(unsafe) let forwardPlan: OpaquePointer
  private nonisolated(unsafe) let inversePlan: OpaquePointer

  private static let plans = Mutex<[Int: RealFourierTransform]>([:])

  /// The plan for a length, made at its first use.
  static func of(length: Int) -> RealFourierTransform {
    plans.withLock { plans in
      if let plan = plans[length] { return plan }
      let plan = RealFourierTransform(length: length)
      plans[length] = plan
      return plan
    }
  }

  /// Only `of(length:)` calls this, with the lock held: FFTW's planner is not safe for threads.
  private init(length: Int) {
    self.length = length
    let buffer = FourierBuffer(length: length)
    let size = Int32(clamping: length)
    guard
      let forward = fftw_plan_dft_r2c_1d(size, buffer.samples, buffer.complexBins, FFTW_ESTIMATE),
      let inverse = fftw_plan_dft_c2r_1d(size, buffer.complexBins, buffer.samples, FFTW_ESTIMATE)
    else { fatalError("FFTW has no plan for length \(length)") }
    forwardPlan = forward
    inversePlan = inverse
  }

  /// Bins from samples: X[k] = Σ x[n] e^(-2πikn / length), for k in 0…length/2.
  func forward(_ buffer: FourierBuffer) {
    fftw_execute_dft_r2c(forwardPlan, buffer.samples, buffer.complexBins)
  }

  /// Samples from bins, divided by the length, so it undoes `forward`; the bins are lost.
  func inverse(_ buffer: FourierBuffer) {
    fftw_execute_dft_c2r(inversePlan, buffer.complexBins, buffer.samples)
    let (scale, samples) = (1 / Double(length), buffer.samples)
    for index in 0..<length { samples[index] *= scale }
  }
}

/// Memory for one transform at a time, aligned as the plans expect it.
final class FourierBuffer {
  /// `length` real numbers.
  let samples: UnsafeMutablePointer<Double>
  /// `length / 2 + 1` pairs of real and imaginary parts.
  let bins: UnsafeMutablePointer<Double>
  fileprivate let complexBins: UnsafeMutablePointer<fftw_complex>

  /// Starts with zeros.
  init(length: Int) {
    let binCount = length / 2 + 1
    let sampleMemory = UnsafeMutableRawPointer.allocate(byteCount: max(1, length) * 8, alignment: 64)
    let binMemory = UnsafeMutableRawPointer.allocate(byteCount: binCount * 16, alignment: 64)
    samples = sampleMemory.initializeMemory(as: Double.self, repeating: 0, count: length)
    bins = binMemory.initializeMemory(as: Double.self, repeating: 0, count: 2 * binCount)
    complexBins = UnsafeMutableRawPointer(bins).assumingMemoryBound(to: fftw_complex.self)
  }

  deinit {
    UnsafeMutableRawPointer(samples).deallocate()
    UnsafeMutableRawPointer(bins).deallocate()
  }
}
