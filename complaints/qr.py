"""QR codes, as inline SVG (no file, no script, no inline style, printable) or as their squares."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(address: str, *, title: str, scale: int = 4) -> SafeString:
    """Return the QR code of `address`, `scale` pixels a module, named `title` for who cannot see it.

    Black on white with its quiet zone, in dark mode too: many readers do not take an inverted code. Never put a
    secret into `address`: a code is read by whoever stands near.
    """
    code, out = segno.make_qr(address, error="m"), io.BytesIO()
    code.save(
        out, kind="svg", scale=scale, dark="#000", light="#fff", title=title, xmldecl=False, svgns=False, nl=False
    )
    side = code.symbol_size(scale)[0]
    opening = f'<svg role="img" viewBox="0 0 {side} {side}" '
    # Made here alone: segno escapes the title, and the address becomes a path.
    return mark_safe(out.getvalue().decode().replace("<svg ", opening, 1))


def file(address: str) -> str:
    """Return the same code as the text of an SVG file, for what draws files: a poster."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", scale=4, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode()


def modules(address: str) -> list[list[bool]]:
    """Return the dark squares of the same code row by row, its quiet zone included, for who draws it."""
    return [[bool(module) for module in row] for row in segno.make_qr(address, error="m").matrix_iter(border=4)]
