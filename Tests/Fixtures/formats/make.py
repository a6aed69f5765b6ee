"""Makes the image files of this folder and expected.json: what Pillow 13 reads from each, as RGB.

Run as: python make.py (Pillow 13.0.0)
"""
import base64
import io
import json
import pathlib
import struct

from PIL import Image

here = pathlib.Path(__file__).parent
W, H = 13, 9


def rgb():
    return Image.frombytes("RGB", (W, H), bytes((x * 19 + y * 7 + c * 61 + x * y) % 256
                                                for y in range(H) for x in range(W) for c in range(3)))


def grey():
    return Image.frombytes("L", (W, H), bytes((x * 17 + y * 23) % 256 for y in range(H) for x in range(W)))


def rgba():
    image = rgb().convert("RGBA")
    image.putalpha(grey())
    return image


def palette(colors):
    image = rgb().quantize(colors)
    return image


def encoded(image, **options):
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def bitmap(bits, rows, header=40, compression=0, masks=b"", palette=b"", top_down=False, colors=0):
    """A BMP file from rows of bytes, top row first, each padded to four bytes."""
    rows = [row + b"\0" * (-len(row) % 4) for row in rows]
    data = b"".join(rows if top_down else reversed(rows))
    if header == 12:
        info = struct.pack("<IHHHH", 12, W, H, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, W, -H if top_down else H, 1, bits, compression, len(data), 0, 0,
                           colors, 0)
        info += masks + b"\0" * (header - 40 - len(masks)) if header > 40 else masks
    offset = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + palette + data


def packed(bits):
    """Rows of indices in so few bits, and a palette of four bytes a colour."""
    indices = [[(x + 3 * y) % (1 << bits) for x in range(W)] for y in range(H)]
    rows = []
    for row in indices:
        line = bytearray((W * bits + 7) // 8)
        for x, index in enumerate(row):
            line[x * bits // 8] |= index << (8 - bits - x * bits % 8)
        rows.append(bytes(line))
    table = [((i * 37) % 256, (i * 91 + 5) % 256, (i * 151 + 9) % 256) for i in range(1 << bits)]
    return rows, table


def run_lengths(bits):
    """Runs, literal runs, a jump and the ends of rows."""
    out = bytearray()
    for y in range(H):
        if y == 2:
            out += bytes([4, 0x12, 0, 2, 2, 1])
            out += bytes([3, 0x21, 0, 0])
            continue
        if y == 3:
            continue
        literal = [(x + y) % 16 for x in range(5)]
        if bits == 8:
            out += bytes([4, y, 0, 5]) + bytes(literal) + b"\0" + bytes([4, y + 1])
        else:
            pairs = bytes(literal[i] << 4 | (literal[i + 1] if i + 1 < 5 else 0) for i in range(0, 5, 2))
            out += bytes([4, y << 4 | 3, 0, 5]) + pairs + b"\0" * (len(pairs) % 2) + bytes([4, 0x5A])
        out += b"\0\0"
    return bytes(out) + b"\0\1"


def run_length_bitmap(bits):
    _, table = packed(bits)
    colors = b"".join(bytes([b, g, r, 0]) for r, g, b in table)
    data = run_lengths(bits)
    info = struct.pack("<IiiHHIIiiII", 40, W, H, 1, bits, 1 if bits == 8 else 2, len(data), 0, 0, 0, 0)
    offset = 14 + len(info) + len(colors)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + colors + data


def insert(jpeg, marker, extra):
    """Puts bytes in front of a marker."""
    at = jpeg.index(bytes([0xFF, marker]))
    return jpeg[:at] + extra + jpeg[at:]


def changed_scan(jpeg):
    """A sequential scan whose spectral selection ends at 0, as some cameras write it."""
    at = jpeg.index(b"\xff\xda")
    length = struct.unpack(">H", jpeg[at + 2:at + 4])[0]
    end = at + 2 + length
    return jpeg[:end - 3] + bytes([0, 0, 0]) + jpeg[end:]


files = {}
pixels = [rgb().getpixel((x, y)) for y in range(H) for x in range(W)]
lines = [[rgb().getpixel((x, y)) for x in range(W)] for y in range(H)]
files["webp-lossy.webp"] = encoded(rgb(), format="WEBP", quality=80)
files["webp-lossless.webp"] = encoded(rgb(), format="WEBP", lossless=True)
files["webp-alpha.webp"] = encoded(rgba(), format="WEBP", lossless=True, exact=True)
files["webp-animated.webp"] = encoded(rgb(), format="WEBP", lossless=True, save_all=True,
                                      append_images=[grey().convert("RGB")], duration=100)
files["gif-colours.gif"] = encoded(palette(64), format="GIF")
files["gif-grey.gif"] = encoded(grey(), format="GIF")
files["gif-interlaced.gif"] = encoded(palette(16), format="GIF", interlace=1)
files["gif-transparent.gif"] = encoded(palette(16), format="GIF", transparency=3)
files["gif-animated.gif"] = encoded(palette(32), format="GIF", save_all=True, append_images=[grey()], duration=100)
for name in ["raw", "tiff_lzw", "tiff_deflate", "packbits", "jpeg"]:
    files[f"tiff-{name}.tiff"] = encoded(rgb(), format="TIFF", compression=None if name == "raw" else name)
files["tiff-alpha.tif"] = encoded(rgba(), format="TIFF")
files["tiff-grey.tif"] = encoded(grey(), format="TIFF")
files["tiff-palette.tif"] = encoded(palette(32), format="TIFF")
files["tiff-bilevel.tif"] = encoded(grey().convert("1"), format="TIFF", compression="group4")
files["tiff-cmyk.tif"] = encoded(rgb().convert("CMYK"), format="TIFF")
files["tiff-grey16.tif"] = encoded(
    Image.frombytes("I;16", (W, H), b"".join(struct.pack("<H", (i * 5) % 400) for i in range(W * H))), format="TIFF")
for orientation in range(2, 9):
    files[f"tiff-orientation{orientation}.tif"] = encoded(rgb(), format="TIFF", tiffinfo={274: orientation})
for bits in [1, 4, 8]:
    rows, table = packed(bits)
    colors = b"".join(bytes([b, g, r, 0]) for r, g, b in table)
    files[f"bmp-{bits}.bmp"] = bitmap(bits, rows, palette=colors)
    files[f"bmp-{bits}-os2.bmp"] = bitmap(bits, rows, header=12,
                                         palette=b"".join(bytes([b, g, r]) for r, g, b in table))
rows, table = packed(4)
files["bmp-4-ten-colours.bmp"] = bitmap(4, [bytes((b >> 4) % 10 << 4 | (b & 15) % 10 for b in row) for row in rows],
                                        palette=b"".join(bytes([b, g, r, 0]) for r, g, b in table[:10]), colors=10)
files["bmp-24.bmp"] = bitmap(24, [b"".join(bytes(p[::-1]) for p in line) for line in lines])
files["bmp-24-top-down.bmp"] = bitmap(24, [b"".join(bytes(p[::-1]) for p in line) for line in lines], top_down=True)
files["bmp-32.bmp"] = bitmap(32, [b"".join(bytes(p[::-1]) + b"\0" for p in line) for line in lines])
words = [b"".join(struct.pack("<H", (r >> 3) << 10 | (g >> 3) << 5 | b >> 3) for r, g, b in line) for line in lines]
files["bmp-16.bmp"] = bitmap(16, words)
words = [b"".join(struct.pack("<H", (r >> 3) << 11 | (g >> 2) << 5 | b >> 3) for r, g, b in line) for line in lines]
files["bmp-565.bmp"] = bitmap(16, words, compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
files["bmp-v5-alpha.bmp"] = bitmap(
    32, [b"".join(bytes([p[2], p[1], p[0], 200]) for p in line) for line in lines], header=124, compression=3,
    masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000))
files["bmp-rle8.bmp"] = run_length_bitmap(8)
files["bmp-rle4.bmp"] = run_length_bitmap(4)
plain = encoded(rgb(), format="JPEG", quality=90)
files["jpeg-progressive.jpg"] = encoded(rgb(), format="JPEG", progressive=True)
files["jpeg-cmyk.jpg"] = encoded(rgb().convert("CMYK"), format="JPEG")
exif = Image.Exif()
exif[274] = 6
files["jpeg-exif-orientation.jpg"] = encoded(rgb(), format="JPEG", exif=exif)
files["jpeg-stray-before-table.jpg"] = insert(plain, 0xDB, b"\x00\x17\x2a")
files["jpeg-stray-before-frame.jpg"] = insert(plain, 0xC0, b"\x00\x00")
files["jpeg-stray-before-scan.jpg"] = insert(plain, 0xDA, b"\x11\x12\x13\x14")
files["jpeg-stray-at-end.jpg"] = plain + b"\0" * 40 + b"MPF trailer"
files["jpeg-scan-parameters.jpg"] = changed_scan(plain)
files["jpeg-jfif-version.jpg"] = plain[:11] + b"\x09\x09" + plain[13:]
files["jpeg-padded-markers.jpg"] = insert(plain, 0xC4, b"\xff\xff\xff")

expected = {}
for name, content in files.items():
    (here / name).write_bytes(content)
    image = Image.open(io.BytesIO(content))
    image.load()
    image = image.convert("RGB")
    expected[name] = {"width": image.width, "height": image.height,
                      "pixels": base64.b64encode(image.tobytes()).decode()}
(here / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
