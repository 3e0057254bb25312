"""Hostile and awkward upload files: photographs, bombs, broken files, other types in a photo's clothes.

`FILES` names each with what the portal must do: accept, reject, or either (never served back unchanged). The bytes
are made when asked for. The names and verdicts are those of the project's list of 55 uploads.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, TiffImagePlugin

ACCEPT, REJECT, EITHER = "accept", "reject", "either"
RED = (220, 30, 30)
SECRETS = [
    *(b"TestCam", b"Nama Pemilik", b"Hak Cipta", b"SN-0001234567", b"maker note", b"Nama Pelapor", b"2025:01:17"),
    *(b"<?php", b"shell_exec", b"<script", b"index.html", b"PK\x03\x04", b"Exif", b"GPS", b"xmpmeta", b"http"),
]
"""What is hidden in the files and may stand in nothing that is stored."""

# What turns a picture that was photographed this way upright, and what the camera did to it before.
BEFORE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width=1200, height=900, text="TES") -> Image.Image:
    """Return a road with a hole; the top right corner is red."""
    image = Image.new("RGB", (width, height), (120, 170, 210))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, height * 0.6, width, height], fill=(90, 90, 90))
    draw.ellipse([width * 0.4, height * 0.68, width * 0.62, height * 0.82], fill=(35, 30, 28))
    draw.text((width * 0.05, height * 0.05), text, fill=(0, 0, 0))
    draw.rectangle([width * 0.9, 0, width, height * 0.1], fill=RED)
    return image


def noise(width, height) -> Image.Image:
    """Return a picture that compresses badly."""
    block = os.urandom(width * 3 * 40)
    return Image.frombytes("RGB", (width, height), (block * (height // 40 + 1))[: width * height * 3])


def saved(image, kind, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(image, quality=85, **options) -> bytes:
    return saved(image, "JPEG", quality=quality, **options)


def exif(orientation=1, latitude=-2.7411, longitude=107.6353) -> Image.Exif:
    """Return what a phone writes into its photos: place, time, camera, its owner."""
    rational = TiffImagePlugin.IFDRational

    def degrees(value):
        value = abs(value)
        return rational(int(value), 1), rational(int(value * 60 % 60), 1), rational(int(value * 36e6 % 600000), 10000)

    data = Image.Exif()
    data[0x010F], data[0x0110], data[0x0112] = "TestCam", "Model X", orientation
    data[0x0132], data[0x013B], data[0x8298] = "2025:01:17 08:30:00", "Nama Pemilik Kamera", "Hak Cipta Pelapor"
    data.get_ifd(0x8769).update({0x9003: "2025:01:17 08:30:00", 0x927C: b"maker note", 0xA431: "SN-0001234567"})
    data.get_ifd(0x8825).update({0: b"\2\3\0\0", 1: "S", 2: degrees(latitude), 3: "E", 4: degrees(longitude)})
    return data


def turned(orientation, kind="JPEG", **options) -> bytes:
    """Return scene(400, 300) as a camera held that way writes it: upright only for who obeys the orientation."""
    image = scene(400, 300, f"O{orientation}")
    if BEFORE[orientation] is not None:
        image = image.transpose(BEFORE[orientation])
    return saved(image, kind, exif=exif(orientation), **options)


def after_start(data: bytes, marker: int, payload: bytes) -> bytes:
    """Return the JPEG with one more segment right after its start."""
    return data[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, bits, colour, packed, *extra) -> bytes:
    """Return a PNG put together by hand; `packed` is its compressed picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def bomb(width, height, bits, colour, written=None) -> bytes:
    """Return a PNG of zeros; `written` is how many rows it really has (the rest would only take time to make)."""
    line = b"\0" * (1 + (width * bits * (3 if colour == 2 else 1) + 7) // 8)
    packer = zlib.compressobj(1)
    return png(
        width, height, bits, colour, b"".join(packer.compress(line) for _ in range(written or height)) + packer.flush()
    )


def zipped(parts: dict[str, str | bytes], method=zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def pdf(action: bytes = b"") -> bytes:
    bodies = [b"<</Type/Catalog/Pages 2 0 R%s>>" % action, b"<</Type/Pages/Kids[]/Count 0>>"]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(bodies, 1))
    return b"%PDF-1.7\n" + objects + b"trailer <</Size 3/Root 1 0 R>>\n%%EOF\n"


def animated(kind) -> bytes:
    """Return 12 frames, the first one all red."""
    frames = [Image.new("RGB", (320, 240), RED), *(scene(320, 240, f"f{number}") for number in range(11))]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def many_frames() -> bytes:
    """Return a GIF of 3000 equal frames."""
    one = saved(Image.new("L", (8, 8)), "GIF")
    frame = one.rindex(b",\0\0\0\0")
    return one[:frame] + one[frame:-1] * 3000 + b";"


def broken_exif() -> bytes:
    data = bytearray(jpeg(scene(300, 200), exif=exif(6)))
    at = data.find(b"Exif\0\0")
    data[at + 10 : at + 14] = b"\xff\xff\xff\x7f"
    return bytes(data)


XMP = (
    b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description dc:creator='Nama Pelapor' "
    b"exif:GPSLatitude='2,44.466S' exif:GPSLongitude='107,38.118E'/></x:xmpmeta>"
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
ENTITIES = (
    b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    b"<svg xmlns='http://www.w3.org/2000/svg'><text>&b;&b;&b;&b;</text></svg>"
)
EXTERNAL = b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><svg><text>&x;</text></svg>"
POLYGLOT = (
    b"GIF89a/*\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00/*\x01\x00\x00\x02\x02D\x01\x00;*/=1;"
    b"alert(document.domain)//"
)


class Upload(NamedTuple):
    expect: str
    make: Callable[[], bytes]


@cache
def plain() -> bytes:
    return jpeg(scene())


@cache
def large() -> bytes:
    return jpeg(noise(800, 600).resize((8000, 6000), Image.Resampling.BOX), quality=20)


FILES: dict[str, Upload] = {
    # photographs
    "01_gps_orientation6.jpg": Upload(ACCEPT, lambda: turned(6)),
    **{f"02_orientation_{n}.jpg": Upload(ACCEPT, lambda n=n: turned(n)) for n in BEFORE},
    "03_gps_outside_belitung.jpg": Upload(ACCEPT, lambda: jpeg(scene(), exif=exif(1, -6.1754, 106.8272))),
    "04_gps_nonsense.jpg": Upload(ACCEPT, lambda: jpeg(scene(), exif=exif(1, 95.0, 200.0))),
    "05_xmp_gps.jpg": Upload(ACCEPT, lambda: after_start(plain(), 0xE1, XMP)),
    "06_cmyk.jpg": Upload(ACCEPT, lambda: jpeg(scene().convert("CMYK"))),
    "07_grey_progressive.jpg": Upload(ACCEPT, lambda: jpeg(scene().convert("L"), progressive=True)),
    "08_16bit.png": Upload(ACCEPT, lambda: saved(Image.new("I;16", (300, 200), 40000), "PNG")),
    "09_palette_alpha.png": Upload(ACCEPT, lambda: saved(scene(300, 200).convert("P"), "PNG", transparency=3)),
    "10_animated.webp": Upload(EITHER, lambda: animated("WEBP")),
    "11_animated.png": Upload(EITHER, lambda: animated("PNG")),
    "12_animated.gif": Upload(EITHER, lambda: animated("GIF")),
    "13_gif_3000_frames.gif": Upload(EITHER, many_frames),
    "14_iphone.heic": Upload(EITHER, lambda: Path(__file__).with_name("photo.heic").read_bytes()),
    "15_photo.avif": Upload(EITHER, lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + b"\0" * 200),
    "16_multipage.tif": Upload(
        EITHER, lambda: saved(scene(300, 200), "TIFF", save_all=True, append_images=[scene(300, 200)] * 4)
    ),
    "17_same_photo_reencoded.jpg": Upload(ACCEPT, lambda: jpeg(scene(), quality=40)),
    # big
    "20_8000x6000.jpg": Upload(ACCEPT, large),
    "20b_8000x6000_over_20MB.jpg": Upload(REJECT, lambda: large() + b"\0" * 16_000_000),
    "21_1x1.png": Upload(EITHER, lambda: saved(Image.new("RGB", (1, 1)), "PNG")),
    "22_extreme_aspect.png": Upload(EITHER, lambda: saved(Image.new("1", (60000, 1)), "PNG")),
    "23_bomb_30000x30000_1bit.png": Upload(REJECT, lambda: bomb(30000, 30000, 1, 0)),
    "24_bomb_30000x30000_rgb.png": Upload(REJECT, lambda: bomb(30000, 30000, 8, 2, written=3000)),
    "25_lying_header.png": Upload(REJECT, lambda: png(100000, 100000, 8, 6, zlib.compress(b"\0" * 100))),
    "26_text_bomb.png": Upload(
        EITHER,
        lambda: png(
            8, 8, 8, 0, zlib.compress(b"\0" * 72), chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 60_000_000, 9))
        ),
    ),
    # broken
    "30_truncated.jpg": Upload(REJECT, lambda: plain()[: len(plain()) // 2]),
    "31_truncated_header.jpg": Upload(REJECT, lambda: plain()[:20]),
    "32_empty.jpg": Upload(REJECT, bytes),
    "33_bad_crc.png": Upload(REJECT, lambda: saved(scene(50, 50), "PNG")[:-20] + b"\0" * 20),
    "34_random.jpg": Upload(REJECT, lambda: b"\xff\xd8\xff\xe0" + os.urandom(5000)),
    "35_broken_exif.jpg": Upload(ACCEPT, broken_exif),
    # other types
    "40_html.jpg": Upload(REJECT, lambda: b"<!doctype html><script>alert(document.domain)</script>"),
    "41_php_in_comment.jpg": Upload(ACCEPT, lambda: after_start(plain(), 0xFE, b"<?php echo shell_exec('id'); ?>")),
    "42_gif_js_polyglot.gif": Upload(REJECT, lambda: POLYGLOT),
    "43_jpeg_zip_polyglot.jpg": Upload(ACCEPT, lambda: plain() + zipped({"index.html": "<script>alert(1)</script>"})),
    "44_script.svg": Upload(REJECT, lambda: SVG),
    "45_entities.svg": Upload(REJECT, lambda: ENTITIES),
    "46_external_entity.svg": Upload(REJECT, lambda: EXTERNAL),
    "47_png_named.jpg": Upload(ACCEPT, lambda: saved(scene(200, 150), "PNG")),
    "48_double.jpg.php": Upload(EITHER, plain),
    "49_executable.jpg": Upload(REJECT, lambda: b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0" + b"\0" * 200),
    "50_plain.pdf": Upload(EITHER, pdf),
    "51_javascript.pdf": Upload(EITHER, lambda: pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    "52_launch.pdf": Upload(EITHER, lambda: pdf(b"/OpenAction<</S/Launch/F(calc.exe)>>")),
    "53_html.pdf": Upload(REJECT, lambda: b"<html><script>alert(1)</script></html>"),
    # archives
    "60_zip_bomb.zip": Upload(REJECT, lambda: zipped({"nol.bin": b"\0" * 50_000_000}, zipfile.ZIP_DEFLATED)),
    "61_zip_slip.zip": Upload(REJECT, lambda: zipped({"../../../../tmp/keluar.txt": "x", "C:\\keluar.txt": "x"})),
    "62_macro.docm": Upload(
        REJECT, lambda: zipped({"word/document.xml": "<d/>", "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    ),
}

NAMES = [
    *("../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/cron.d/x", "foto.jpg\x00.php", "foto.php"),
    *("foto.jpg.html", "foto.svg", ".htaccess", "CON.jpg", "nul", "a" * 300 + ".jpg", "foto\r\nX-Injected: 1.jpg"),
    *(
        "\u202egpj.exe",
        'foto"><img src=x onerror=alert(1)>.jpg',
        "=cmd|'/c calc'!A0.jpg",
        "foto?.jpg#x",
        "لوبڠ جالن.jpg",
    ),
    *("jalan berlubang 🕳️.jpg", "", " .jpg", "foto.", "%2e%2e%2ffoto.jpg", "foto;rm -rf x.jpg", "${jndi:ldap}.jpg"),
    "{{7*7}}.jpg",
]
"""Names a file may come with. None of them may play any part in where or as what it is stored."""


def multipart(field: str, names: list[str], boundary: str = "BATAS") -> bytes:
    """Return a multipart body with a good photo under each of `names` (70_multipart_hostile_names.bin)."""
    photo = jpeg(scene(40, 30))
    body = b""
    for name in names:
        quoted = name.encode().replace(b"\r\n", b"%0d%0a").replace(b'"', b"%22").replace(b"\x00", b"%00")
        body += b"--%s\r\n" % boundary.encode()
        body += b'Content-Disposition: form-data; name="%s"; filename="%s"\r\n' % (field.encode(), quoted)
        body += b"Content-Type: image/jpeg\r\n\r\n" + photo + b"\r\n"
    return body + b"--%s--\r\n" % boundary.encode()
