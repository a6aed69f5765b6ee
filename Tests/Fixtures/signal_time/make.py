"""Makes the arrays of this folder and their entries in ../manifest.json: rhythm, effects and what else librosa does in
time.

Run as: python make.py (librosa 0.11.0).
"""
import json
import pathlib

import librosa
import numpy as np
import soundfile

here = pathlib.Path(__file__).parent
entries = []


def save(name, array, call, absolute, relative=0.0, inputs=(), **params):
    """Writes an array in single precision and notes how it came about."""
    array = np.asarray(array)
    if np.iscomplexobj(array):
        array = np.stack([array.real, array.imag], axis=-1)
    array = array.astype(np.float32)
    np.save(here / f"{name}.npy", array)
    entries.append({
        "file": f"signal_time/{name}.npy", "role": "expected", "what": name.replace("_", " "), "call": call,
        "inputs": list(inputs), "params": params, "tolerance": {"abs": absolute, "rel": relative},
        "shape": list(array.shape), "dtype": "float32", "bytes": (here / f"{name}.npy").stat().st_size})


# A song of six seconds at 11 025 Hz: plucked notes at 128 beats a minute, each second one louder, over a little noise.
rate = 11025
rng = np.random.default_rng(7)
time = np.arange(6 * rate) / rate
song = 0.003 * rng.standard_normal(time.size)
for beat in range(13):
    start = int((0.2 + beat * 60 / 128) * rate)
    after = time[: time.size - start]
    pitch = 220 * 2 ** ([0, 4, 7, 12][beat % 4] / 12)
    pluck = sum(np.sin(2 * np.pi * pitch * h * after) / h for h in range(1, 6)) * np.exp(-7 * after)
    song[start:] += (0.3 if beat % 2 == 0 else 0.2) * pluck
soundfile.write(here / "song.wav", np.clip(song, -1, 1), rate, subtype="PCM_16")
y, _ = librosa.load(here / "song.wav", sr=None)
entries.append({
    "file": "signal_time/song.wav", "role": "input", "what": "plucked notes at 128 beats a minute", "call": "",
    "inputs": [], "params": {"sr": rate, "frames": int(y.size), "channels": 1},
    "bytes": (here / "song.wav").stat().st_size})
song_input = ["signal_time/song.wav"]
note, _ = np.load(here.parent / "audio/A3_1.load22k.npy"), 22050
note_input = ["audio/A3_1.load22k.npy"]

# Onsets.
strength = librosa.onset.onset_strength(y=y, sr=rate)
save("strength", strength, "librosa.onset.onset_strength(y=y, sr=sr)", 2e-5, 1e-5, song_input)
median = librosa.onset.onset_strength(y=y, sr=rate, aggregate=np.median)
save("strength_median", median, "librosa.onset.onset_strength(y=y, sr=sr, aggregate=np.median)", 2e-5, 1e-5, song_input)
save("strength_multi", librosa.onset.onset_strength_multi(y=y, sr=rate, channels=[0, 32, 64, 96, 128]),
     "librosa.onset.onset_strength_multi(y=y, sr=sr, channels=[0, 32, 64, 96, 128])", 2e-5, 1e-5, song_input)
save("strength_options", librosa.onset.onset_strength(y=y, sr=rate, lag=2, max_size=3, detrend=True, center=False),
     "librosa.onset.onset_strength(y=y, sr=sr, lag=2, max_size=3, detrend=True, center=False)", 5e-5, 1e-5, song_input)
levels = np.load(here.parent / "spectral/mel.npy")
decibels = librosa.power_to_db(levels)
save("strength_reference", librosa.onset.onset_strength(S=decibels, ref=0.5 * decibels - 30),
     "librosa.onset.onset_strength(S=db, ref=db / 2 - 30)", 2e-5, 1e-5, ["spectral/mel.npy"])
rms = librosa.feature.rms(y=y)[0]
detect = librosa.onset.onset_detect
save("onsets", detect(y=y, sr=rate), "librosa.onset.onset_detect(y=y, sr=sr)", 0, 0, song_input)
save("onsets_time", detect(y=y, sr=rate, units="time"), "... units='time'", 1e-6, 0, song_input)
save("onsets_samples", detect(y=y, sr=rate, units="samples"), "... units='samples'", 0, 0, song_input)
save("onsets_backtracked", detect(y=y, sr=rate, backtrack=True), "... backtrack=True", 0, 0, song_input)
save("onsets_energy", detect(y=y, sr=rate, backtrack=True, energy=rms), "... backtrack=True, energy=rms", 0, 0,
     song_input)
save("onsets_raw", detect(y=y, sr=rate, normalize=False, delta=0.5, wait=3),
     "... normalize=False, delta=0.5, wait=3", 0, 0, song_input)
curve = np.abs(rng.standard_normal(400)).astype(np.float32)
save("curve", curve, "rng.standard_normal", 0)
peaks = [librosa.util.peak_pick(curve, pre_max=a, post_max=b, pre_avg=c, post_avg=d, delta=e, wait=f)
         for a, b, c, d, e, f in [(3, 3, 3, 5, 0.5, 10), (0, 1, 0, 1, 0, 0), (20, 1, 40, 41, 0.2, 0)]]
for index, found in enumerate(peaks):
    save(f"peaks_{index}", found, "librosa.util.peak_pick", 0, 0, ["signal_time/curve.npy"])

# Tempo and beats.
save("tempogram", librosa.feature.tempogram(onset_envelope=strength, sr=rate, win_length=96)[:, ::3],
     "librosa.feature.tempogram(onset_envelope=strength, win_length=96)[:, ::3]", 2e-6, 0, ["signal_time/strength.npy"])
save("tempogram_options",
     librosa.feature.tempogram(onset_envelope=strength, win_length=75, center=False, window="hamming", norm=2)[:, ::3],
     "... win_length=75, center=False, window='hamming', norm=2", 2e-6, 0, ["signal_time/strength.npy"])
save("fourier_tempogram", librosa.feature.fourier_tempogram(onset_envelope=strength, win_length=48),
     "librosa.feature.fourier_tempogram(onset_envelope=strength, win_length=48)", 1e-4, 1e-6,
     ["signal_time/strength.npy"])
tempo = librosa.feature.tempo
save("tempo", tempo(y=y, sr=rate), "librosa.feature.tempo(y=y, sr=sr)", 1e-4, 0, song_input)
save("tempo_options",
     [tempo(y=y, sr=rate, start_bpm=60)[0], tempo(y=y, sr=rate, start_bpm=200, std_bpm=0.3)[0],
      tempo(y=y, sr=rate, max_tempo=100)[0], tempo(y=y, sr=rate, ac_size=4)[0],
      tempo(onset_envelope=strength, sr=rate, max_tempo=None)[0]],
     "... start_bpm=60; start_bpm=200, std_bpm=0.3; max_tempo=100; ac_size=4; max_tempo=None", 1e-4, 0, song_input)
save("tempo_course", tempo(y=y, sr=rate, aggregate=None), "... aggregate=None", 1e-4, 0, song_input)
track = librosa.beat.beat_track
save("beats", np.r_[track(y=y, sr=rate)[0], track(y=y, sr=rate)[1]], "librosa.beat.beat_track(y=y, sr=sr)", 1e-4, 0,
     song_input)
save("beats_untrimmed", track(y=y, sr=rate, trim=False)[1], "... trim=False", 0, 0, song_input)
save("beats_loose", track(y=y, sr=rate, tightness=2, start_bpm=60)[1], "... tightness=2, start_bpm=60", 0, 0,
     song_input)
save("beats_given", track(onset_envelope=strength, sr=rate, bpm=90)[1], "... onset_envelope=strength, bpm=90", 0, 0,
     ["signal_time/strength.npy"])
save("beats_course", track(onset_envelope=strength, sr=rate, bpm=np.linspace(100, 180, strength.size))[1],
     "... bpm=np.linspace(100, 180, strength.size)", 0, 0,
     ["signal_time/strength.npy"])
save("pulse", librosa.beat.plp(y=y, sr=rate), "librosa.beat.plp(y=y, sr=sr)", 2e-5, 0, song_input)
save("pulse_options",
     librosa.beat.plp(onset_envelope=strength, sr=rate, win_length=96, tempo_min=60, tempo_max=None),
     "librosa.beat.plp(onset_envelope=strength, sr=sr, win_length=96, tempo_min=60, tempo_max=None)", 2e-5, 0,
     ["signal_time/strength.npy"])

# Silence: two loud parts of the song's first two seconds.
gated = y[: 2 * rate] * np.repeat([0.0, 1.0, 0.002, 1.0, 0.0], 2 * rate // 5)[: 2 * rate].astype(np.float32)
save("gated", gated, "song[:22050] times steps of 0, 1, 0.002, 1, 0", 0, 0, song_input)
gated_input = ["signal_time/gated.npy"]
both = np.stack([gated, 0.5 * np.roll(gated, 3000)])
effects = librosa.effects
save("trim", effects.trim(gated)[1], "librosa.effects.trim(y)[1]", 0, 0, gated_input)
save("split", effects.split(gated), "librosa.effects.split(y)", 0, 0, gated_input)
save("split_options", effects.split(gated, top_db=20, ref=0.1, frame_length=500, hop_length=125),
     "... top_db=20, ref=0.1, frame_length=500, hop_length=125", 0, 0, gated_input)
save("split_stereo", effects.split(both, top_db=30), "librosa.effects.split([y, 0.5 * roll(y, 3000)], top_db=30)", 0, 0,
     gated_input)

# Harmonic and percussive parts of the song's first second.
second = y[:rate]
small = {"n_fft": 512, "hop_length": 128}
spectrum = librosa.stft(second, **small)
masks = librosa.decompose.hpss(np.abs(spectrum)[:, :40], mask=True)
save("hpss_masks", np.stack(masks)[:, ::4], "librosa.decompose.hpss(S[:, :40], mask=True)", 1e-5, 0, song_input)
masks = librosa.decompose.hpss(np.abs(spectrum)[:, :40], mask=True, kernel_size=(9, 14), margin=(1.5, 3), power=1.3)
save("hpss_masks_options", np.stack(masks)[:, ::4], "... kernel_size=(9, 14), margin=(1.5, 3), power=1.3", 1e-5, 0,
     song_input)
masks = librosa.decompose.hpss(np.abs(spectrum)[:, :40], mask=True, power=np.inf)
save("hpss_masks_hard", np.stack(masks)[:, ::4], "... power=inf", 0, 0, song_input)
save("hpss", np.stack(effects.hpss(second, **small))[:, ::3], "librosa.effects.hpss(y[:sr], n_fft=512, hop_length=128)",
     2e-6, 0, song_input)
save("harmonic", effects.harmonic(second, margin=3.0)[::3], "librosa.effects.harmonic(y[:sr], margin=3.0)", 2e-6, 0,
     song_input)
save("percussive", effects.percussive(second, margin=3.0)[::3], "librosa.effects.percussive(y[:sr], margin=3.0)", 2e-6,
     0, song_input)

# Stretching and shifting, on half a second of the note.
half = note[:11025]
save("vocoder", librosa.phase_vocoder(librosa.stft(half, n_fft=256, hop_length=64), rate=1.37, hop_length=64)[:, ::6],
     "librosa.phase_vocoder(stft(y, n_fft=256, hop_length=64), rate=1.37, hop_length=64)[:, ::6]", 2e-4, 0, note_input)
save("stretch_slow", effects.time_stretch(half, rate=0.6)[::3], "librosa.effects.time_stretch(y, rate=0.6)[::3]", 1e-4,
     0, note_input)
save("stretch_fast", effects.time_stretch(half, rate=1.8, n_fft=1024, hop_length=200)[::3],
     "... rate=1.8, n_fft=1024, hop_length=200", 1e-4, 0, note_input)
save("shift_up", effects.pitch_shift(half, sr=22050, n_steps=7)[::3],
     "librosa.effects.pitch_shift(y, sr=sr, n_steps=7)[::3]", 1e-4, 0, note_input)
save("shift_down", effects.pitch_shift(half, sr=22050, n_steps=-5, bins_per_octave=24, scale=True)[::3],
     "... n_steps=-5, bins_per_octave=24, scale=True", 1e-4, 0, note_input)
save("preemphasis", effects.preemphasis(half)[::3], "librosa.effects.preemphasis(y)[::3]", 1e-6, 0, note_input)
save("preemphasis_options", effects.preemphasis(half, coef=0.8, zi=[0.25])[::3], "... coef=0.8, zi=[0.25]", 1e-6, 0,
     note_input)
save("deemphasis", effects.deemphasis(half)[::3], "librosa.effects.deemphasis(y)[::3]", 1e-5, 0, note_input)
save("deemphasis_options", effects.deemphasis(half, coef=0.8, zi=[0.25])[::3], "... coef=0.8, zi=[0.25]", 1e-5, 0,
     note_input)

# Features over time.
mfcc = np.load(here.parent / "spectral/mfcc.npy")
mfcc_input = ["spectral/mfcc.npy"]
delta = librosa.feature.delta
save("delta", delta(mfcc), "librosa.feature.delta(mfcc)", 1e-4, 1e-6, mfcc_input)
save("delta_second", delta(mfcc, order=2), "... order=2", 1e-4, 1e-6, mfcc_input)
save("delta_wide", delta(mfcc, width=21, order=3, polyorder=5), "... width=21, order=3, polyorder=5", 1e-4, 1e-6,
     mfcc_input)
save("delta_modes", np.stack([delta(mfcc, width=5, mode=m) for m in ["nearest", "mirror", "constant", "wrap"]])[:, :4],
     "... width=5, mode='nearest', 'mirror', 'constant', 'wrap'", 1e-4, 1e-6, mfcc_input)
stack = librosa.feature.stack_memory
save("stack", stack(mfcc[:4]), "librosa.feature.stack_memory(mfcc[:4])", 0, 0, mfcc_input)
save("stack_options", stack(mfcc[:4], n_steps=3, delay=-2, mode="edge"), "... n_steps=3, delay=-2, mode='edge'", 0, 0,
     mfcc_input)
mel = np.load(here.parent / "spectral/mel.npy")
mel_input = ["spectral/mel.npy"]
save("pcen", librosa.pcen(mel * 2**31), "librosa.pcen(mel * 2**31)", 1e-4, 1e-6, mel_input)
save("pcen_options",
     np.stack([librosa.pcen(mel, gain=0.8, bias=10, power=0.25, time_constant=0.06, eps=1e-3, max_size=3),
               librosa.pcen(mel, power=0), librosa.pcen(mel, bias=0, b=0.5)])[:, ::3],
     "... gain=0.8, bias=10, power=0.25, time_constant=0.06, eps=1e-3, max_size=3; power=0; bias=0, b=0.5", 1e-5, 1e-5,
     mel_input)
frequencies = np.array([0, 10, 31.5, 100, 440, 1000, 2500, 8000, 20000])
save("weighting", librosa.multi_frequency_weighting(frequencies, kinds="ABCD", min_db=-80),
     "librosa.multi_frequency_weighting([0, 10, 31.5, 100, 440, 1000, 2500, 8000, 20000], kinds='ABCD', min_db=-80)",
     1e-5)
save("perceptual", librosa.perceptual_weighting(mel, librosa.mel_frequencies(128), kind="A"),
     "librosa.perceptual_weighting(mel, librosa.mel_frequencies(128), kind='A')", 1e-4, 1e-6, mel_input)
save("sync", np.stack([librosa.util.sync(mfcc, [3, 8, 8, 15], aggregate=f) for f in [np.mean, np.median, np.max]]),
     "librosa.util.sync(mfcc, [3, 8, 8, 15], aggregate=np.mean, np.median, np.max)", 1e-4, 1e-6, mfcc_input)
save("frames", librosa.util.frame(mfcc[:3], frame_length=5, hop_length=2),
     "librosa.util.frame(mfcc[:3], frame_length=5, hop_length=2)", 0, 0, mfcc_input)

# Tones.
save("tone", librosa.tone(443.7, duration=0.15)[::3], "librosa.tone(443.7, duration=0.15)[::3]", 1e-6)
save("chirp", librosa.chirp(fmin=110, fmax=7040, duration=0.15)[::3],
     "librosa.chirp(fmin=110, fmax=7040, duration=0.15)[::3]", 1e-6)
save("chirp_linear", librosa.chirp(fmin=5000, fmax=0, duration=0.15, sr=16000, linear=True, phi=0.3)[::3],
     "... fmin=5000, fmax=0, sr=16000, linear=True, phi=0.3", 1e-6)
save("clicks", librosa.clicks(times=[0.05, 0.11, 0.3], length=4000)[::3],
     "librosa.clicks(times=[0.05, 0.11, 0.3], length=4000)[::3]", 1e-6)
save("clicks_frames", librosa.clicks(frames=[1, 3], sr=8000, click_freq=500, click_duration=0.02),
     "librosa.clicks(frames=[1, 3], sr=8000, click_freq=500, click_duration=0.02)", 1e-6)

path = here.parent / "manifest.json"
manifest = json.loads(path.read_text())
files = [entry for entry in manifest["files"] if not entry["file"].startswith("signal_time/")]
place = 1 + max(index for index, entry in enumerate(files) if entry["file"].startswith("spectral/"))
manifest["files"] = files[:place] + entries + files[place:]
path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
print(len(entries), "entries,", sum(entry["bytes"] for entry in entries), "bytes")
