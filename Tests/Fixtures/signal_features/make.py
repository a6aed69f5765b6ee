"""Makes the arrays of this folder, and their entries in manifest.json: what librosa computes for Sources/Signal.

Run as: python make.py (librosa 0.11.0, scipy, scikit-learn). Sounds are those of the folders beside it; complex arrays
are kept as magnitudes, or as real and imaginary parts in a last axis of 2.
"""
import json
import pathlib

import librosa
import numpy as np
import scipy.signal

here = pathlib.Path(__file__).parent
fixtures = here.parent
rate = 22050
entries = []
note_file, tone_file = "audio/A3_1.load22k.npy", "features/sound.npy"
note = np.load(fixtures / note_file)
half = note[:11025]
tone = np.load(fixtures / tone_file)


def add(name, array, call, absolute, relative=0.0, inputs=(note_file,), **params):
    array = np.ascontiguousarray(array, dtype=np.float32)
    np.save(here / f"{name}.npy", array)
    entries.append({
        "file": f"signal_features/{name}.npy", "role": "expected", "what": call.split("(")[0].split(".")[-1],
        "call": call, "inputs": list(inputs), "params": params, "tolerance": {"abs": absolute, "rel": relative},
        "shape": list(array.shape), "dtype": "float32", "bytes": (here / f"{name}.npy").stat().st_size})


def parts(array):
    return np.stack([array.real, array.imag], axis=-1)


# Windows: a row for each, periodic ones of 48 and 49 points, then symmetric ones.
windows = ["hann", "hamming", "blackman", "blackmanharris", "bartlett", "ones", "barthann", "bohman", "cosine",
           "flattop", "lanczos", "nuttall", "parzen", "taylor", "triang", ("tukey", 0.5), ("tukey", 0.25),
           ("exponential", None, 1.0), ("exponential", None, 12.5), ("kaiser", 14.0), ("kaiser", 2.5),
           ("gaussian", 7.0), ("general_gaussian", 1.5, 7.0), ("general_hamming", 0.75),
           ("general_cosine", [0.4, 0.5, 0.1]), ("chebwin", 100.0), ("chebwin", 60.0), ("dpss", 2.5), ("dpss", 4.0)]
for count in (48, 49):
    for periodic in (True, False):
        rows = [np.ones(count) if w == "ones" else scipy.signal.get_window(w, count, fftbins=periodic) for w in windows]
        add(f"windows_{count}_{'periodic' if periodic else 'symmetric'}", rows,
            f"scipy.signal.get_window(name, {count}, fftbins={periodic})", 1e-7, 1e-6, inputs=())

# Shapes of spectra.
S = np.abs(librosa.stft(half))
add("contrast", librosa.feature.spectral_contrast(y=half, sr=rate), "librosa.feature.spectral_contrast(y)", 2e-4)
add("contrast_linear", librosa.feature.spectral_contrast(S=S, fmin=150.0, n_bands=5, quantile=0.1, linear=True),
    "librosa.feature.spectral_contrast(S, fmin=150, n_bands=5, quantile=0.1, linear=True)", 1e-5, 1e-5)
add("flatness", librosa.feature.spectral_flatness(y=half), "librosa.feature.spectral_flatness(y)", 1e-7, 2e-5)
add("flatness_power", librosa.feature.spectral_flatness(y=half, power=1.0, amin=1e-4),
    "librosa.feature.spectral_flatness(y, power=1, amin=1e-4)", 1e-7, 2e-5)
for order in (0, 1, 3):
    add(f"poly{order}", librosa.feature.poly_features(S=S, sr=rate, order=order),
        f"librosa.feature.poly_features(S, order={order})", 0, 2e-4)

# Chroma.
add("tonnetz", librosa.feature.tonnetz(y=note, sr=rate, tuning=0.0), "librosa.feature.tonnetz(y, tuning=0)", 1e-4)
add("cens", librosa.feature.chroma_cens(y=note, sr=rate, tuning=0.0), "librosa.feature.chroma_cens(y, tuning=0)", 1e-5)
add("cens_even", librosa.feature.chroma_cens(y=note, sr=rate, tuning=0.0, win_len_smooth=8, norm=np.inf,
                                            smoothing_window="hamming"),
    "librosa.feature.chroma_cens(y, tuning=0, win_len_smooth=8, norm=inf, smoothing_window='hamming')", 1e-5)
add("cens_raw", librosa.feature.chroma_cens(y=note, sr=rate, tuning=0.0, win_len_smooth=None),
    "librosa.feature.chroma_cens(y, tuning=0, win_len_smooth=None)", 1e-5)

# Variable-Q transforms and the inverse of the constant-Q one.
for name, options in {
        "vqt": {}, "vqt_wide": {"gamma": 20.0, "n_bins": 60, "hop_length": 256, "fmin": 55.0},
        "vqt_pythagorean": {"intervals": "pythagorean"}, "vqt_ji5": {"intervals": "ji5", "gamma": 0},
        "vqt_ji7": {"intervals": "ji7", "bins_per_octave": 17, "n_bins": 51, "fmin": 110.0},
        "vqt_ratios": {"intervals": [1, 9 / 8, 5 / 4, 3 / 2, 5 / 3], "n_bins": 30, "tuning": 0.2, "scale": False}}.items():
    add(name, np.abs(librosa.vqt(half, sr=rate, **options)), f"librosa.vqt(y, **params)", 1e-5, **options)
for limit in ("pythagorean", "ji3", "ji5", "ji7"):
    add(f"intervals_{limit}", librosa.interval_frequencies(24, fmin=1.0, intervals=limit, bins_per_octave=24),
        f"librosa.interval_frequencies(24, fmin=1, intervals='{limit}', bins_per_octave=24)", 1e-6, inputs=())
add("chroma_vqt", librosa.feature.chroma_vqt(y=note, sr=rate, intervals="ji5"),
    "librosa.feature.chroma_vqt(y, intervals='ji5')", 2e-4)
add("chroma_vqt_equal", librosa.feature.chroma_vqt(y=note, sr=rate, intervals="equal", bins_per_octave=24, gamma=5.0,
                                                  threshold=0.01, norm=2),
    "librosa.feature.chroma_vqt(y, intervals='equal', bins_per_octave=24, gamma=5, threshold=0.01, norm=2)", 2e-4)
add("pseudo_cqt", librosa.pseudo_cqt(half, sr=rate), "librosa.pseudo_cqt(y)", 1e-5)
add("pseudo_cqt_unscaled", librosa.pseudo_cqt(half, sr=rate, hop_length=256, fmin=110.0, n_bins=48, scale=False,
                                             tuning=0.1),
    "librosa.pseudo_cqt(y, hop_length=256, fmin=110, n_bins=48, scale=False, tuning=0.1)", 1e-5)
C = librosa.cqt(half, sr=rate)
add("icqt", librosa.icqt(C, sr=rate, length=half.size), "librosa.icqt(librosa.cqt(y), length=len(y))", 1e-5)
add("icqt_unscaled", librosa.icqt(librosa.cqt(half, sr=rate, hop_length=192, fmin=110.0, n_bins=40, scale=False,
                                             tuning=0.1), sr=rate, hop_length=192, fmin=110.0, scale=False, tuning=0.1),
    "librosa.icqt(C, hop_length=192, fmin=110, scale=False, tuning=0.1)", 1e-5)

# More of this script goes here.

path = fixtures / "manifest.json"
manifest = json.loads(path.read_text())
files = [entry for entry in manifest["files"] if not entry["file"].startswith("signal_features/")]
last = max(index for index, entry in enumerate(files) if entry["file"].startswith("spectral/"))
manifest["files"] = files[:last + 1] + entries + files[last + 1:]
path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
print(len(entries), "arrays,", sum(entry["bytes"] for entry in entries), "bytes")
