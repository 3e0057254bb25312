"""The receipt as a picture: what a telephone without a printer keeps in its gallery. Pure.

Drawn by Pillow with its own letters, so that it needs no font of the machine and no script of the page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from complaints import qr

WIDTH, MARGIN, CODE = 720, 48, 260  # pixels
_INK, _QUIET, _SEA = "#1B2427", "#4B575C", "#00616B"  # ux.md 6.1, light


def draw(head: str, kept: Sequence[tuple[str, str]], lines: Sequence[str], address: str) -> bytes:
    """Return a PNG: `head`, each of `kept` as (what it is, the thing itself in large letters), the QR code of `address`
    (never with a secret), and `lines`, broken where they are too long."""
    image = Image.new("RGB", (WIDTH, 2000), "#FFFFFF")
    pen = ImageDraw.Draw(image)
    y = _write(pen, head, MARGIN, size=34, fill=_SEA) + 24
    for label, value in kept:
        y = _write(pen, label, y, size=24, fill=_QUIET) + 2
        y = _write(pen, value, y, size=54, fill=_INK) + 22
    modules = qr.modules(address)
    scale = CODE // len(modules)
    code = Image.new("1", (len(modules), len(modules)))
    code.putdata([0 if dark else 255 for row in modules for dark in row])
    image.paste(code.resize((scale * len(modules),) * 2).convert("RGB"), (MARGIN - 4 * scale, y))
    y += scale * len(modules) + 16
    for line in lines:
        y = _write(pen, line, y, size=26, fill=_INK) + 12
    pen.rectangle((0, 0, WIDTH - 1, y + MARGIN - 13), outline=_SEA, width=4)
    out = io.BytesIO()
    image.crop((0, 0, WIDTH, y + MARGIN - 12)).convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save(out, "PNG")
    return out.getvalue()


def _write(pen: ImageDraw.ImageDraw, text: str, y: int, *, size: int, fill: str) -> int:
    """Write `text` in as many lines as it needs, from `y` down; return where the next begins."""
    font = ImageFont.load_default(size)
    room, line = WIDTH - 2 * MARGIN, ""
    for word in [*text.split(), None]:
        longer = f"{line} {word}".strip() if word else ""
        if word and (not line or pen.textlength(longer, font=font) <= room):
            line = longer
            continue
        pen.text((MARGIN, y), line, font=font, fill=fill)
        y += round(size * 1.25)
        line = word or ""
    return y
