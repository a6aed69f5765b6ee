"""Does the peers' work for `benchmarks`: reads the name of a task a line, and answers with a line of JSON.

The answer has the milliseconds that the task took and the peer's name and version, or the reason for which it is not
there. A task is done once untimed before its first time counts.
"""
import importlib.metadata
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
TASKS = {}
READY = {}


def task(name, *packages):
    """Registers a function that prepares the work and returns it."""

    def register(prepare):
        TASKS[name] = (packages, prepare)
        return prepare

    return register


def picture():
    import numpy as np
    from PIL import Image

    y, x = np.mgrid[0:277, 0:279]
    cell = (y // 23 * 31 + x // 3 * 17 + 7) % 97
    return Image.fromarray(np.stack([cell * 2, cell, 80 + cell], -1).astype(np.uint8))


@task("png.decode", "pillow")
def decode():
    from PIL import Image

    file = io.BytesIO()
    picture().save(file, "png")
    data = file.getvalue()
    return lambda: Image.open(io.BytesIO(data)).load()


@task("resize", "pillow")
def resize():
    from PIL import Image

    image = picture()
    # fastai's crop to a square comes first.
    return lambda: image.crop((1, 0, 278, 277)).resize((128, 128), Image.BILINEAR)


@task("augment", "fastai", "torch")
def augment():
    import torch
    import torch.library

    # A torchvision without the operators in C is enough.
    torch.library.register_fake = lambda *arguments, **options: (lambda function: function)
    from fastai.vision.augment import TensorImage, aug_transforms, setup_aug_tfms

    transforms = setup_aug_tfms(aug_transforms())
    batch = TensorImage(torch.rand(32, 3, 128, 128))

    def work():
        images = batch
        for transform in transforms:
            images = transform(images, split_idx=0)

    return work


def figures():
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import numpy as np

    return plt, np, np.random.default_rng(1)


def drawn(plot, size=(6.4, 4.8)):
    plt, _, _ = figures()
    figure, axes = plt.subplots(figsize=size)
    plot(axes)
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


@task("lines.10000", "matplotlib")
def lines():
    _, np, random = figures()
    values = random.normal(size=10_000)
    return lambda: drawn(lambda axes: axes.plot(values))


@task("points.10000", "matplotlib")
def points():
    _, np, random = figures()
    x, y = random.normal(size=(2, 10_000))
    return lambda: drawn(lambda axes: axes.scatter(x, y))


@task("lesson.figures", "matplotlib")
def lesson():
    plt, np, random = figures()
    chroma, decibels = random.uniform(size=(12, 52)), random.uniform(-80, 0, size=(1025, 52))
    image = (random.uniform(size=(128, 128, 3)) * 255).astype(np.uint8)
    rates = np.geomspace(1e-7, 10, 100)
    losses = 2.1 - 1.6 / (1 + (2e-3 / rates) ** 1.2)
    counts = random.integers(0, 15, size=(7, 7))

    def grid(rows, columns, size):
        figure, all_axes = plt.subplots(rows, columns, figsize=size)
        for axes in all_axes.flat:
            axes.imshow(image)
            axes.set_title("A3")
            axes.axis("off")
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)

    def finder(axes):
        axes.plot(rates, losses)
        axes.set_xscale("log")
        for rate in (8e-3, 3e-3, 1e-3):
            axes.axvline(rate)

    def matrix(axes):
        axes.imshow(counts)
        for (row, column), count in np.ndenumerate(counts):
            axes.text(column, row, str(count), ha="center")

    def work():
        drawn(lambda axes: axes.pcolormesh(chroma))
        drawn(lambda axes: axes.pcolormesh(decibels))
        grid(3, 3, (9, 9))
        grid(1, 4, (12, 3))
        drawn(finder)
        drawn(lambda axes: axes.plot(2 * np.exp(-np.arange(55) / 25)))
        grid(2, 2, (6, 6))
        drawn(matrix, (4.8, 4.8))

    return work


def network():
    """ResNet-34 with seven classes, channels last, without torchvision."""
    import torch
    from torch import nn

    def normed(inputs, outputs, size, stride):
        return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs))

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.first, self.second = normed(inputs, outputs, 3, stride), normed(outputs, outputs, 3, 1)
            same = inputs == outputs and stride == 1
            self.shortcut = nn.Identity() if same else normed(inputs, outputs, 1, stride)

        def forward(self, x):
            return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))

    layers, width = [normed(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for outputs, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for index in range(count):
            layers.append(Block(width, outputs, stride if index == 0 else 1))
            width = outputs
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 7)]
    model = nn.Sequential(*layers).to(memory_format=torch.channels_last)
    return torch, model, torch.randn(32, 3, 128, 128).to(memory_format=torch.channels_last)


@task("resnet34.step", "torch")
def step():
    torch, model, images = network()
    labels = torch.arange(32) % 7
    optimizer = torch.optim.Adam(model.parameters())

    def work():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    return work


@task("resnet34.inference", "torch")
def inference():
    torch, model, images = network()
    model.eval()

    def work():
        with torch.no_grad():
            model(images)

    return work


def tone(rate=22050, seconds=5):
    import librosa
    import numpy as np

    index = np.arange(seconds * rate)
    time = index % rate / rate
    partials = sum(np.sin(2 * np.pi * 220 * number * time) / number for number in range(1, 5))
    return librosa, (0.2 * np.exp(-2 * time) * partials).astype(np.float32)


def feature(name, compute):
    @task(name, "librosa")
    def prepare():
        librosa, note = tone()
        return lambda: compute(librosa, note)


feature("chroma_cqt", lambda librosa, note: librosa.feature.chroma_cqt(y=note, sr=22050))
feature("cqt", lambda librosa, note: librosa.cqt(y=note, sr=22050))
feature("spectrogram", lambda librosa, note: librosa.amplitude_to_db(abs(librosa.stft(note))))
feature("mel", lambda librosa, note: librosa.feature.melspectrogram(y=note, sr=22050))
feature("mfcc", lambda librosa, note: librosa.feature.mfcc(y=note, sr=22050))
feature("chroma_stft", lambda librosa, note: librosa.feature.chroma_stft(y=note, sr=22050))
feature("yin", lambda librosa, note: librosa.yin(note, fmin=65.4, fmax=2093))
feature("pyin", lambda librosa, note: librosa.pyin(note, fmin=65.4, fmax=2093))


@task("load", "librosa")
def load():
    import numpy as np
    import soundfile

    librosa, note = tone(44100)
    file = os.path.join(tempfile.mkdtemp(), "stereo.wav")
    soundfile.write(file, np.stack([note, note], 1), 44100, subtype="PCM_16")
    return lambda: librosa.load(file)


@task("notebook", "nbconvert")
def notebook():
    folder = tempfile.mkdtemp()
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": "1 + 1"},
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with open(os.path.join(folder, "one.ipynb"), "w") as file:
        json.dump({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}, file)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", "one.ipynb", "--output", "peer"]
    return lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True)


def answer(name):
    if name not in TASKS:
        return {"missing": f"no task is called {name}"}
    packages, prepare = TASKS[name]
    try:
        peer = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages)
        if name not in READY:
            READY[name] = prepare()
            # The first call in a process is what a fresh one is measured by.
            if "--fresh" not in sys.argv:
                READY[name]()
        start = time.perf_counter()
        READY[name]()
        return {"milliseconds": (time.perf_counter() - start) * 1e3, "peer": peer}
    except importlib.metadata.PackageNotFoundError as error:
        return {"missing": f"{error.name} is not installed"}
    except Exception as error:
        return {"missing": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}


# What the peers print is no answer.
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    print(json.dumps(answer(line.strip())), file=answers, flush=True)
