import Foundation

/// The functions of libfluidsynth, found when the first note is rendered.
///
/// Linking it would cost every start of the kernel 6 ms, for GLib, SDL, PulseAudio and thirty more libraries that only
/// its live output needs; opening it here costs them only where a note is rendered.
final class FluidSynthLibrary: Sendable {
  typealias Handle = OpaquePointer
  typealias Make = @convention(c) () -> Handle?
  typealias MakeFrom = @convention(c) (Handle) -> Handle?
  typealias Release = @convention(c) (Handle) -> Void
  typealias Number = @convention(c) (Handle) -> Int32
  typealias SetNumber = @convention(c) (Handle, UnsafePointer<CChar>, Double) -> Int32
  typealias SetInteger = @convention(c) (Handle, UnsafePointer<CChar>, Int32) -> Int32
  typealias SetText = @convention(c) (Handle, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  typealias LoadFont = @convention(c) (Handle, UnsafePointer<CChar>, Int32) -> Int32
  typealias FindFont = @convention(c) (Handle, Int32) -> Handle?
  typealias FontOf = @convention(c) (Handle, Handle) -> Int32
  typealias AddBytes = @convention(c) (Handle, UnsafeRawPointer, Int) -> Int32
  typealias Tick = @convention(c) (UnsafeMutableRawPointer?, Int32) -> Int32
  typealias SetTick = @convention(c) (Handle, Tick, UnsafeMutableRawPointer?) -> Int32
  typealias SendOne = @convention(c) (Handle, Int32, Int32) -> Int32
  typealias SendTwo = @convention(c) (Handle, Int32, Int32, Int32) -> Int32
  typealias SendBytes =
    @convention(c) (
      Handle, UnsafeRawPointer, Int32, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int32>?,
      UnsafeMutablePointer<Int32>?, Int32
    ) -> Int32
  typealias Samples = UnsafeMutableRawPointer
  typealias Write = @convention(c) (Handle, Int32, Samples, Int32, Int32, Samples, Int32, Int32) -> Int32
  typealias SetLog = @convention(c) (Int32, OpaquePointer?, UnsafeMutableRawPointer?) -> OpaquePointer?

  let newSettings: Make
  let deleteSettings: Release
  let setNumber: SetNumber
  let setInteger: SetInteger
  let setText: SetText
  let newSynth: MakeFrom
  let deleteSynth: Release
  let loadFont: LoadFont
  let fontByIdentifier: FindFont
  let addFont: FontOf
  let removeFont: FontOf
  let writeSamples: Write
  let newPlayer: MakeFrom
  let deletePlayer: Release
  let addToPlayer: AddBytes
  let setTick: SetTick
  let play: Number
  let noteOn: SendTwo
  let noteOff: SendOne
  let keyPressure: SendTwo
  let controlChange: SendTwo
  let programChange: SendOne
  let channelPressure: SendOne
  let pitchBend: SendOne
  let systemExclusive: SendBytes
  let setChannelType: SendOne
  let activeVoices: Number

  /// `setChannelType`'s value for a drum channel.
  static let drums: Int32 = 1

  /// The library, opened at its first use, or the reason why it cannot be.
  static let shared = Result { try FluidSynthLibrary() }

  private init() throws {
    guard let library = dlopen("libfluidsynth.so.3", RTLD_NOW | RTLD_LOCAL) else {
      throw SignalError.synthesizerUnavailable(reason: dlerror().map { String(cString: $0) + "." } ?? "")
    }
    func symbol<Function>(_ name: String, as type: Function.Type) throws -> Function {
      guard let address = dlsym(library, name) else {
        throw SignalError.synthesizerUnavailable(reason: "libfluidsynth has no function \(name).")
      }
      return unsafeBitCast(address, to: type)
    }
    newSettings = try symbol("new_fluid_settings", as: Make.self)
    deleteSettings = try symbol("delete_fluid_settings", as: Release.self)
    setNumber = try symbol("fluid_settings_setnum", as: SetNumber.self)
    setInteger = try symbol("fluid_settings_setint", as: SetInteger.self)
    setText = try symbol("fluid_settings_setstr", as: SetText.self)
    newSynth = try symbol("new_fluid_synth", as: MakeFrom.self)
    deleteSynth = try symbol("delete_fluid_synth", as: Release.self)
    loadFont = try symbol("fluid_synth_sfload", as: LoadFont.self)
    fontByIdentifier = try symbol("fluid_synth_get_sfont_by_id", as: FindFont.self)
    addFont = try symbol("fluid_synth_add_sfont", as: FontOf.self)
    removeFont = try symbol("fluid_synth_remove_sfont", as: FontOf.self)
    writeSamples = try symbol("fluid_synth_write_float", as: Write.self)
    newPlayer = try symbol("new_fluid_player", as: MakeFrom.self)
    deletePlayer = try symbol("delete_fluid_player", as: Release.self)
    addToPlayer = try symbol("fluid_player_add_mem", as: AddBytes.self)
    setTick = try symbol("fluid_player_set_tick_callback", as: SetTick.self)
    play = try symbol("fluid_player_play", as: Number.self)
    noteOn = try symbol("fluid_synth_noteon", as: SendTwo.self)
    noteOff = try symbol("fluid_synth_noteoff", as: SendOne.self)
    keyPressure = try symbol("fluid_synth_key_pressure", as: SendTwo.self)
    controlChange = try symbol("fluid_synth_cc", as: SendTwo.self)
    programChange = try symbol("fluid_synth_program_change", as: SendOne.self)
    channelPressure = try symbol("fluid_synth_channel_pressure", as: SendOne.self)
    pitchBend = try symbol("fluid_synth_pitch_bend", as: SendOne.self)
    systemExclusive = try symbol("fluid_synth_sysex", as: SendBytes.self)
    setChannelType = try symbol("fluid_synth_set_channel_type", as: SendOne.self)
    activeVoices = try symbol("fluid_synth_get_active_voice_count", as: Number.self)
    // Errors are thrown, so FluidSynth itself stays silent.
    let setLog = try symbol("fluid_set_log_function", as: SetLog.self)
    for level: Int32 in 0...4 { _ = setLog(level, nil, nil) }
  }
}
