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

# Sounds from magnitudes: phases of zero, and those of a seed.
S = np.abs(librosa.stft(half, n_fft=1024))
for name, options in {"griffinlim1": {"n_iter": 1, "init": None}, "griffinlim32": {"init": None},
                      "griffinlim_plain": {"init": None, "momentum": 0.0, "n_iter": 8},
                      "griffinlim_seed": {"random_state": 0, "n_iter": 4}}.items():
    add(name, librosa.griffinlim(S, **options), "librosa.griffinlim(abs(stft(y, n_fft=1024)), **params)", 2e-3,
        **options)
M = librosa.feature.melspectrogram(y=half, sr=rate)
spectrum = librosa.feature.inverse.mel_to_stft(M, sr=rate)
again = librosa.filters.mel(sr=rate, n_fft=2048) @ spectrum ** 2
add("mel_to_stft_error", [np.linalg.norm(again - M) / np.linalg.norm(M)],
    "|mel(librosa.feature.inverse.mel_to_stft(M)) - M| / |M|", 0)

# Cepstra.
for kind in (1, 2, 3):
    for norm in ("ortho", None):
        mfcc = librosa.feature.mfcc(y=half, sr=rate, n_mfcc=16, dct_type=kind, norm=norm, lifter=22)
        options = {"dct_type": kind, "norm": norm, "lifter": 22}
        label = f"{kind}_{norm or 'none'}"
        add(f"mfcc{label}", mfcc, "librosa.feature.mfcc(y, n_mfcc=16, **params)", round(3e-6 * float(abs(mfcc).max()), 5),
            1e-5, **options)
        add(f"mfcc_to_mel{label}", librosa.feature.inverse.mfcc_to_mel(mfcc, **options),
            "librosa.feature.inverse.mfcc_to_mel(mfcc, **params)", 1e-6, 1e-4, **options)

# Alignments and similarities.
X, Y = (librosa.feature.chroma_cqt(y=note[part], sr=rate, tuning=0) for part in (slice(11025), slice(3000, 20000)))
slanted = {"step_sizes_sigma": np.array([[1, 1], [2, 1], [1, 2]]), "weights_mul": np.array([1, 1.5, 2]),
           "weights_add": np.array([0, 0.1, 0.05])}
for name, options in {"dtw": {}, "dtw_subsequence": {"subseq": True}, "dtw_steps": slanted,
                      "dtw_band": {"global_constraints": True}, "dtw_cosine": {"metric": "cosine"},
                      "dtw_cityblock": {"metric": "cityblock", "subseq": True}}.items():
    D, path = librosa.sequence.dtw(X, Y, **options)
    shown = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in options.items()}
    add(name, D, "librosa.sequence.dtw(X, Y, **params)[0]", 2e-4, 1e-5, **shown)
    add(f"{name}_path", path, "librosa.sequence.dtw(X, Y, **params)[1]", 0, **shown)
X, Y = (librosa.feature.mfcc(y=note[part], sr=rate) for part in (slice(11025), slice(3000, 20000)))
for name, options in {
        "recurrence": {"mode": "distance"},
        "recurrence_symmetric": {"mode": "distance", "k": 5, "width": 3, "sym": True},
        "recurrence_affinity": {"mode": "affinity", "self": True},
        "recurrence_full": {"mode": "affinity", "bandwidth": 50.0, "full": True},
        "recurrence_full_median": {"mode": "affinity", "full": True},
        **{f"recurrence_{kind}": {"mode": "affinity", "bandwidth": kind} for kind in
           ("mean_k", "gmean_k", "mean_k_avg", "gmean_k_avg", "mean_k_avg_and_pair")}}.items():
    add(name, librosa.segment.recurrence_matrix(X, **options), "librosa.segment.recurrence_matrix(mfcc, **params)",
        1e-4, 1e-5, **options)
for name, options in {"similarity": {"mode": "distance"}, "similarity_links": {"k": 3, "metric": "cosine"},
                      "similarity_affinity": {"mode": "affinity"}}.items():
    add(name, librosa.segment.cross_similarity(Y, X, **options), "librosa.segment.cross_similarity(Y, X, **params)",
        1e-4, 1e-5, **options)

# Peaks, reassignment, prediction.
for name, options in {"piptrack": {}, "piptrack_wide": {"fmin": 0.0, "fmax": 20000.0, "ref": 0.5, "n_fft": 1023},
                      "piptrack_low": {"threshold": 0.02, "n_fft": 512, "hop_length": 256}}.items():
    pitches, peaks = librosa.piptrack(y=half[:6000], sr=rate, **options)
    add(f"{name}_pitches", pitches, "librosa.piptrack(y=y[:6000], **params)[0]", 2e-2, **options)
    add(f"{name}_peaks", peaks, "librosa.piptrack(y=y[:6000], **params)[1]", 1e-5, 1e-5, **options)
for name, options in {"reassigned": {}, "reassigned_filled": {"fill_nan": True, "center": False, "ref_power": 1e-3},
                      "reassigned_times": {"reassign_frequencies": False, "clip": False, "ref_power": 1e-2},
                      "reassigned_odd": {"n_fft": 301, "win_length": 255, "reassign_times": False}}.items():
    places = librosa.reassigned_spectrogram(half[2000:6096], sr=rate, **{"n_fft": 512, "hop_length": 256, **options})
    for part, array in zip(("frequencies", "times", "magnitudes"), places):
        # Weak bins are quotients of rounding noise in single precision.
        loud = np.where(places[2] > 0.05, array, 0)
        add(f"{name}_{part}", loud, "librosa.reassigned_spectrogram(y[2000:6096], n_fft=512, hop_length=256, **params), "
            "0 where the magnitude is at most 0.05", {"frequencies": 0.2, "times": 1e-5}.get(part, 1e-5), 1e-5, **options)
for order in (1, 8, 16):
    add(f"lpc{order}", librosa.lpc(half[1000:3000].astype(np.float64), order=order),
        f"librosa.lpc(y[1000:3000].astype(float64), order={order})", 1e-6, 1e-6)
add("autocorrelation", librosa.autocorrelate(half.astype(np.float64), max_size=500),
    "librosa.autocorrelate(y.astype(float64), max_size=500)", 1e-5, 1e-6)

# Keys.
signs = ["", "♯", "b", "𝄪", "bb", "###"]
scales = ["maj", "min", "major", "minor", "ion", "dorian", "phr", "lydian", "mix", "aeol", "loc"]
keys = [f"{tonic}{sign}:{scale}" for tonic in "CDEFGABc" for sign in signs for scale in scales]
table = {key: [" ".join(map(str, row)) for row in (
    librosa.key_to_notes(key), librosa.key_to_notes(key, unicode=False), librosa.key_to_notes(key, natural=True),
    librosa.key_to_degrees(key))] for key in keys}
(here / "keys.json").write_text("{\n" + ",\n".join(
    f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}"
    for key, entry in table.items()) + "\n}\n")
entries.append({"file": "signal_features/keys.json", "role": "expected", "what": "names of the notes of keys: in Unicode, in ASCII, with naturals; degrees",
                "call": "librosa.key_to_notes(key), with unicode=False and natural=True; librosa.key_to_degrees(key)",
                "inputs": [], "params": {}, "bytes": (here / "keys.json").stat().st_size})

# Options of the program: a window with a parameter, and mel bands of equal height.
add("mel_kaiser", librosa.feature.melspectrogram(y=half, sr=rate, window=("kaiser", 9.0), norm=None),
    "librosa.feature.melspectrogram(y, window=('kaiser', 9.0), norm=None)", 1e-4, 1e-5)

path = fixtures / "manifest.json"
manifest = json.loads(path.read_text())
files = [entry for entry in manifest["files"] if not entry["file"].startswith("signal_features/")]
last = max(index for index, entry in enumerate(files) if entry["file"].startswith("spectral/"))
manifest["files"] = files[:last + 1] + entries + files[last + 1:]
path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
print(len(entries), "arrays,", sum(entry["bytes"] for entry in entries), "bytes")
