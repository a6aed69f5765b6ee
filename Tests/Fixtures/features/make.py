"""Makes pairs.json and pairs.npz: what librosa computes for every option that a feature takes, and the sounds for it.

Run as: python make.py (librosa 0.11.0). Each entry has the option's words on the command line; its array is thinned out
by a stride, and complex arrays are magnitudes.
"""
import inspect
import json
import pathlib

import librosa
import numpy as np

here = pathlib.Path(__file__).parent
rate = 22050
rng = np.random.default_rng(14)
time = np.arange(9000) / rate
tone = sum(np.sin(2 * np.pi * 220 * 2 ** (0.06 / 12) * h * time) / h for h in range(1, 7))
sound = (0.2 * tone * (0.3 + 0.7 * np.exp(-6 * ((time * 5) % 1))) + 0.01 * rng.standard_normal(time.size))
sound = sound.astype(np.float32)
stereo = np.stack([sound, (0.5 * sound[::-1] + 0.1 * np.sin(2 * np.pi * 700 * time)).astype(np.float32)])
np.save(here / "sound.npy", sound)
np.save(here / "stereo.npy", stereo)

SPECTRAL = {"n_fft": [1001, 1024], "hop_length": [300], "win_length": [800], "window": ["hamming", "blackmanharris"],
            "center": [False], "pad_mode": ["reflect", "edge"]}
FRAMED = {"frame_length": [1024, 1501], "hop_length": [200], "center": [False]}
BANDED = {"n_mels": [40], "fmin": [100.0, "A2"], "fmax": [4000.0], "htk": [True], "power": [1.0, 1.5]}
CHROMA = {"norm": [1.0, 2.0, None], "tuning": [0.1]}


def db(y, ref=np.max, amin=1e-5, top_db=80.0, **options):
    return librosa.amplitude_to_db(np.abs(librosa.stft(y, **options)), ref=ref, amin=amin, top_db=top_db)


def cqt(y, **options):
    return np.abs(librosa.cqt(y, sr=options.pop("sr", rate), **options))


def pitched(function):
    def track(y, sr=rate, fmin=librosa.note_to_hz("C2"), fmax=librosa.note_to_hz("C7"), **options):
        found = function(y, sr=sr, fmin=fmin, fmax=fmax, **options)
        return found[0] if isinstance(found, tuple) else found
    return track


def with_rate(function):
    return lambda y, sr=rate, **options: function(y=y, sr=sr, **options)


def tuning(y, sr=rate, **options):
    return np.float32(librosa.estimate_tuning(y=y, sr=sr, **options))


feature = librosa.feature
features = {
    "load": (lambda y, sr=rate: y, {}),
    "stft": (lambda y, sr=rate, **o: np.abs(librosa.stft(y, **o)), SPECTRAL),
    "decibels": (lambda y, sr=rate, **o: db(y, **o),
                 {**SPECTRAL, "ref": [0.5], "amin": [0.1], "top_db": [30.0, None]}),
    "cqt": (cqt, {"hop_length": [256], "fmin": [65.0, "A1"], "n_bins": [60], "bins_per_octave": [24],
                  "tuning": [0.2, "estimate"], "filter_scale": [0.5], "norm": [2.0, np.inf, None], "sparsity": [0.2],
                  "window": ["hamming"], "scale": [False], "pad_mode": ["reflect", "edge"]}),
    "chroma-cqt": (with_rate(feature.chroma_cqt),
                   {**CHROMA, "hop_length": [256], "fmin": [55.0, "A1"], "threshold": [0.02], "n_chroma": [24, 36],
                    "n_octaves": [5], "bins_per_octave": [24], "cqt_mode": ["hybrid"]}),
    "chroma-stft": (with_rate(feature.chroma_stft), {**SPECTRAL, **CHROMA, "n_chroma": [24]}),
    "mel": (with_rate(feature.melspectrogram), {**SPECTRAL, **BANDED}),
    "mfcc": (with_rate(feature.mfcc), {**SPECTRAL, **BANDED, "n_mfcc": [13], "lifter": [22.0]}),
    "yin": (pitched(librosa.yin), {**FRAMED, "pad_mode": ["reflect", "edge"], "fmin": [110.0, "A2"],
                                   "fmax": [1000.0], "trough_threshold": [0.3]}),
    "pyin": (pitched(librosa.pyin), {**FRAMED, "pad_mode": ["reflect", "edge"], "fmin": [110.0, "A2"],
                                     "fmax": [1000.0]}),
    "spectral-centroid": (with_rate(feature.spectral_centroid), SPECTRAL),
    "spectral-bandwidth": (with_rate(feature.spectral_bandwidth), SPECTRAL),
    "spectral-rolloff": (with_rate(feature.spectral_rolloff), {**SPECTRAL, "roll_percent": [0.5]}),
    "rms": (lambda y, sr=rate, **o: feature.rms(y=y, **o), {**FRAMED, "pad_mode": ["reflect", "edge"]}),
    "zero-crossing-rate": (lambda y, sr=rate, **o: feature.zero_crossing_rate(y, **o), FRAMED),
    "onset-strength": (with_rate(librosa.onset.onset_strength), {**SPECTRAL, **BANDED}),
    "tuning": (tuning, {**SPECTRAL, "bins_per_octave": [24]}),
}

entries, arrays = [], {}


def words(option, value):
    name = "--" + option.replace("_", "-")
    if value is True:
        return [name]
    if value is False:
        return ["--no-" + name[2:]]
    text = "none" if value is None else "inf" if value == np.inf else str(value)
    return [name, text]


def add(name, option, arguments, array, sound="sound.npy"):
    array = np.asarray(array, dtype=np.float32)
    key = f"{name}.{option}.{len(entries)}"
    stride = max(1, array.size // 400)
    arrays[key] = array.ravel()[::stride]
    entries.append({"feature": name, "option": option, "sound": sound, "words": arguments, "key": key,
                    "shape": list(array.shape), "stride": stride})


def parsed(option, value):
    if option in ("fmin", "fmax") and isinstance(value, str):
        return librosa.note_to_hz(value)
    if option == "tuning" and value == "estimate":
        return None
    return value


for name, (function, options) in features.items():
    add(name, "", [], function(sound))
    for option, values in options.items():
        for value in values:
            extra, extra_words = {}, []
            if option == "n_chroma" and name == "chroma-cqt" and value == 24:
                extra, extra_words = {"bins_per_octave": 48}, ["--bins-per-octave", "48"]
            arguments = words(option, value) + extra_words
            add(name, option.replace("_", "-"), arguments, function(sound, **{option: parsed(option, value)}, **extra))
    add(name, "sr", ["--sr", "16000"], function(sound, sr=16000), "sound.npy")
    if name != "pyin":
        add(name, "mono", ["--no-mono"], function(stereo), "stereo.npy")
    add(name, "mono", ["--mono"], function(librosa.to_mono(stereo)), "stereo.npy")
    start, count = int(0.1 * rate), int(0.25 * rate)
    add(name, "offset", ["--offset", "0.1"], function(sound[start:]))
    add(name, "duration", ["--duration", "0.25"], function(sound[:count]))
    add(name, "duration", ["--offset", "0.1", "--duration", "0.25"], function(sound[start:start + count]))

np.savez_compressed(here / "pairs.npz", **arrays)
(here / "pairs.json").write_text("[\n" + ",\n".join(map(json.dumps, entries)) + "\n]\n")
print(len(entries), "pairs")
