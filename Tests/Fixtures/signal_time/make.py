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
save("onsets_time", detect(y=y, sr=rate, units="time"), "… units='time'", 1e-6, 0, song_input)
save("onsets_samples", detect(y=y, sr=rate, units="samples"), "… units='samples'", 0, 0, song_input)
save("onsets_backtracked", detect(y=y, sr=rate, backtrack=True), "… backtrack=True", 0, 0, song_input)
save("onsets_energy", detect(y=y, sr=rate, backtrack=True, energy=rms), "… backtrack=True, energy=rms", 0, 0, song_input)
save("onsets_raw", detect(y=y, sr=rate, normalize=False, delta=0.5, wait=3), "… normalize=False, delta=0.5, wait=3", 0, 0,
     song_input)
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
     "… win_length=75, center=False, window='hamming', norm=2", 2e-6, 0, ["signal_time/strength.npy"])
save("fourier_tempogram", librosa.feature.fourier_tempogram(onset_envelope=strength, win_length=48),
     "librosa.feature.fourier_tempogram(onset_envelope=strength, win_length=48)", 1e-4, 1e-6,
     ["signal_time/strength.npy"])
tempo = librosa.feature.tempo
save("tempo", tempo(y=y, sr=rate), "librosa.feature.tempo(y=y, sr=sr)", 1e-4, 0, song_input)
save("tempo_options",
     [tempo(y=y, sr=rate, start_bpm=60)[0], tempo(y=y, sr=rate, start_bpm=200, std_bpm=0.3)[0],
      tempo(y=y, sr=rate, max_tempo=100)[0], tempo(y=y, sr=rate, ac_size=4)[0],
      tempo(onset_envelope=strength, sr=rate, max_tempo=None)[0]],
     "… start_bpm=60; start_bpm=200, std_bpm=0.3; max_tempo=100; ac_size=4; max_tempo=None", 1e-4, 0, song_input)
save("tempo_course", tempo(y=y, sr=rate, aggregate=None), "… aggregate=None", 1e-4, 0, song_input)
track = librosa.beat.beat_track
save("beats", np.r_[track(y=y, sr=rate)[0], track(y=y, sr=rate)[1]], "librosa.beat.beat_track(y=y, sr=sr)", 1e-4, 0,
     song_input)
save("beats_untrimmed", track(y=y, sr=rate, trim=False)[1], "… trim=False", 0, 0, song_input)
save("beats_loose", track(y=y, sr=rate, tightness=2, start_bpm=60)[1], "… tightness=2, start_bpm=60", 0, 0, song_input)
save("beats_given", track(onset_envelope=strength, sr=rate, bpm=90)[1], "… onset_envelope=strength, bpm=90", 0, 0,
     ["signal_time/strength.npy"])
save("beats_course", track(onset_envelope=strength, sr=rate, bpm=np.linspace(100, 180, strength.size))[1],
     "… bpm=np.linspace(100, 180, strength.size)", 0, 0,
     ["signal_time/strength.npy"])
save("pulse", librosa.beat.plp(y=y, sr=rate), "librosa.beat.plp(y=y, sr=sr)", 2e-5, 0, song_input)
save("pulse_options",
     librosa.beat.plp(onset_envelope=strength, sr=rate, win_length=96, tempo_min=60, tempo_max=None),
     "librosa.beat.plp(onset_envelope=strength, sr=sr, win_length=96, tempo_min=60, tempo_max=None)", 2e-5, 0,
     ["signal_time/strength.npy"])

path = here.parent / "manifest.json"
manifest = json.loads(path.read_text())
files = [entry for entry in manifest["files"] if not entry["file"].startswith("signal_time/")]
place = 1 + max(index for index, entry in enumerate(files) if entry["file"].startswith("spectral/"))
manifest["files"] = files[:place] + entries + files[place:]
path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
print(len(entries), "entries,", sum(entry["bytes"] for entry in entries), "bytes")
