"""Photos: what is accepted, how it is made safe and small, where its bytes lie.

Nothing a person sent is ever stored or served: `decode` draws the picture on a new canvas in three sizes, `store`
writes those under names the server chose. Both are slow and belong outside a transaction: decode, store, then commit
the row that names the key; `sweep_orphans` removes what never got a row.
"""

import hashlib
import io
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from PIL import Image

from complaints import files, photo_format
from complaints.errors import NotNow, Refused

try:
    import pillow_heif
except ImportError:  # optional: 27 MB (dependencies.md)
    HEIC = False
else:
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    HEIC = True

logger = logging.getLogger(__name__)

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIZES = (1600, 480, 96)  # pixels on the long side
QUALITY = 75

PATIENCE = 30  # seconds a request waits for its photo

Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # second fence: the size is checked here before Pillow opens anything
Image.core.set_block_size(64 << 20)  # blocks this big go back to the system; of smaller ones the heap kept 250 MB

# One photo at a time in a process, in one thread: memory is that of one photo however many arrive together (a
# 50 megapixel WebP takes 770 MB while it is read), and one heap grows instead of one for each thread of the server.
# A process for each core keeps all cores busy.
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="photos")
_WHITE = (255, 255, 255)
_FIELDS = 6  # across and down: a face of so few fields is nobody's
_STRIP = 4_000_000  # pixels that are converted at a time
_TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Rendition:
    """One size of a photo: JPEG bytes without metadata, width and height in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Photo:
    """A decoded photo, not stored yet: a rendition for each of SIZES. Equal pictures have equal `sha256`."""

    renditions: dict[int, Rendition]

    @property
    def largest(self) -> Rendition:
        return self.renditions[SIZES[0]]

    @property
    def width(self) -> int:
        return self.largest.width

    @property
    def height(self) -> int:
        return self.largest.height

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the largest rendition."""
        return hashlib.sha256(self.largest.jpeg).hexdigest()


def fit(width: int, height: int, side: int) -> tuple[int, int]:
    """Return the size in which width x height pixels fit into a square of `side`, never enlarged, never 0."""
    scale = min(1, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


# --- reading --------------------------------------------------------------------------------------------------------


def decode(upload) -> Photo:
    """Return the photo in an uploaded file: upright, on white, without metadata, first frame only.

    `upload` is a binary file object. Raises Refused for what is no photo, broken, over 15 MB or over 50 megapixels:
    whatever the bytes are, nothing else is raised. NotNow when too many others wait.
    """
    return _waited_for(_worker.submit(_decode, upload, get_language()))


def _waited_for(work: Future) -> Photo:
    try:
        return work.result(timeout=PATIENCE)
    except TimeoutError:
        work.cancel()
        raise NotNow(_("Foto belum terkirim. Coba lagi atau lanjut tanpa foto ini")) from None


def blurred(upload, boxes: Iterable[tuple[int, int, int, int]]) -> Photo:
    """Return the photo in `upload`, as `decode` does, with boxes in which nothing can be made out any more.

    Boxes are left, top, width, height in thousandths of width and height. What is inside becomes a few even fields:
    the pixels are gone before any size is made, so no sharpening brings them back. Raises Refused.
    """
    work = _worker.submit(_decode, upload, get_language(), tuple(boxes))
    return _waited_for(work)


def _covered(canvas: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> Image.Image:
    """Paint every box over with the mean colours of at most _FIELDS x _FIELDS parts of it."""
    width, height = canvas.size
    for left, top, across, down in boxes:
        # Outwards to whole pixels, and one more: nothing of the edge stays.
        area = (
            max(0, left * width // 1000 - 1),
            max(0, top * height // 1000 - 1),
            min(width, ceil((left + across) * width / 1000) + 1),
            min(height, ceil((top + down) * height / 1000) + 1),
        )
        size = (area[2] - area[0], area[3] - area[1])
        fields = (min(_FIELDS, size[0]), min(_FIELDS, size[1]))
        part = canvas.crop(area).resize(fields, Image.Resampling.BOX)
        canvas.paste(part.resize(size, Image.Resampling.NEAREST), area[:2])
    return canvas


def _decode(upload, language: str | None, boxes: Iterable = ()) -> Photo:
    upload.seek(0)
    with override(language):
        return _decoded(upload.read(MAX_BYTES + 1), boxes)


def _decoded(data: bytes, boxes: Iterable) -> Photo:
    if not data:
        raise Refused(_("File ini kosong. Pilih foto lain"))
    if len(data) > MAX_BYTES:
        raise Refused(_("Foto terlalu besar. Pilih foto di bawah 15 MB"))
    try:
        found = photo_format.essence(data)
        if found is None or (found.format == "HEIF" and not HEIC):
            raise Refused(_not_a_photo(found))
        canvas = _covered(_upright(found), boxes)
        renditions = {}
        for side in SIZES:
            canvas = _resized(canvas, fit(*canvas.size, side))
            renditions[side] = Rendition(_jpeg(canvas), *canvas.size)
        return Photo(renditions)
    except Refused:
        raise
    except Exception as error:
        # Hostile bytes reach deep: besides OSError, decoders raise ValueError, SyntaxError, struct.error, EOFError,
        # MemoryError, RuntimeError... None of them may become a 500. The kind alone is logged, never a name or bytes.
        logger.warning("photo refused: %s", type(error).__name__)
        raise Refused(_("Foto ini rusak atau tidak lengkap. Pilih foto lain")) from error


def _not_a_photo(found: photo_format.Essence | None) -> str:
    if HEIC:
        return _("File ini bukan foto. Pilih file JPG, PNG, WebP atau HEIC")
    if found is not None:
        return _("Foto HEIC belum bisa dibaca. Pilih file JPG, PNG atau WebP")
    return _("File ini bukan foto. Pilih file JPG, PNG atau WebP")


def _upright(found: photo_format.Essence) -> Image.Image:
    """Return the picture on a new RGB canvas of at most the largest size, turned as the camera was held."""
    _refuse_too_many_pixels(found.size)
    with Image.open(io.BytesIO(found.data), formats=[found.format]) as image:
        if found.format == "HEIF":
            _refuse_too_many_pixels(image.size)
        elif image.size != found.size:
            raise photo_format.Broken("two sizes")
        target = fit(*image.size, SIZES[0])
        if found.format == "JPEG":
            image.draft("RGB", target)  # the decoder itself halves as often as it can: less memory, less time
        image.load()
        canvas = _on_white(image, target)
    turn = _TURN.get(found.orientation)
    return canvas if turn is None else canvas.transpose(turn)


def _refuse_too_many_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise Refused(_("Foto terlalu besar. Pilih foto di bawah 50 megapiksel"))


def _on_white(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Return `image` in RGB on a new white canvas of `target` pixels.

    Strip by strip, each reduced at once: a second full-size copy of a 50 megapixel picture would be 200 MB. The
    canvas is new because Pillow copies metadata (the JPEG comment, the colour profile) from picture to picture.
    """
    width, height = image.size
    across, down = max(1, width // (2 * target[0])), max(1, height // (2 * target[1]))
    canvas = Image.new("RGB", (ceil(width / across), ceil(height / down)), _WHITE)
    rows = max(1, _STRIP // width // down) * down
    for top in range(0, height, rows):
        strip = image if rows >= height else image.crop((0, top, width, min(height, top + rows)))
        strip = _strip_on_white(strip)
        canvas.paste(strip if across == down == 1 else strip.reduce((across, down)), (0, top // down))
    return _resized(canvas, target)


def _strip_on_white(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16 bits a pixel: Pillow would clip, not scale
        return strip.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if not strip.has_transparency_data:
        return strip if strip.mode == "RGB" else strip.convert("RGB")
    strip = strip.convert("RGBA")
    white = Image.new("RGB", strip.size, _WHITE)
    white.paste(strip, mask=strip.getchannel("A"))
    return white


def _resized(canvas: Image.Image, size: tuple[int, int]) -> Image.Image:
    return canvas if canvas.size == size else canvas.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.5)


def _jpeg(canvas: Image.Image) -> bytes:
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY)  # progressive would save 7 % of the bytes for five times the time
    return out.getvalue()


# --- keeping --------------------------------------------------------------------------------------------------------

_FOLDER = "photos"


def store(photo: Photo) -> str:
    """Write all sizes durably and return the new random key. Call it outside a transaction, before the row.

    Raises NotNow when the disk does not take them (full, broken): the report can go on without the photo.
    """
    key = files.new_key()
    try:
        for side, rendition in photo.renditions.items():
            files.write(path(key, side), rendition.jpeg)
        files.sync(path(key, SIZES[0]).parent)
    except OSError as error:
        logger.error("photo not stored: %s", type(error).__name__)
        with suppress(OSError):  # what stays is swept
            remove(key)
        raise NotNow(_("Foto belum terkirim. Coba lagi atau lanjut tanpa foto ini")) from error
    return key


def read(key: str, side: int) -> bytes:
    """Return the JPEG bytes of one size. FileNotFoundError if they are gone, ValueError for what is no key or size."""
    return files.read(path(key, side))


def path(key: str, side: int) -> Path:
    """Return where one size lies. ValueError for what `store` never returned."""
    if side not in SIZES:
        raise ValueError("not a size of a photo")
    return files.path(_FOLDER, key, f"-{side}.jpg")


def remove(key: str) -> None:
    """Delete all sizes of a photo, if they are there. The row goes first, in its own committed transaction."""
    for side in SIZES:
        path(key, side).unlink(missing_ok=True)


def sweep_orphans(known: Callable[[set[str]], dict[str, bool]], *, older_than: datetime) -> int:
    """Delete photos that have no row; return how many went (see `files.sweep`)."""
    return files.sweep(_FOLDER, ".jpg", known, older_than=older_than)
