"""Pictures of pages made ready for text recognition: upright, evenly lit, straight, without specks. Pillow only.

Runs in the child. What a good scan does not need is not done to it: each step looks first whether there is a fault.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter, ImageMath, ImageOps

DPI = 300
LONG_SIDE = round(297 / 25.4 * DPI)  # of an A4 page, which a photograph is taken for
MAX_PIXELS = 64_000_000  # a telephone's largest picture; more is not decoded
MOST_ENLARGED = 4.0
KINDS = ("PNG", "JPEG")
PAPER, INK = 255, 140  # grey values: below the second it is ink
GRAIN = 8  # the light over a page is looked at in squares of so many pixels
LETTER = 15  # grains: more than the height of a letter
UNEVEN = 40  # grey values between the brightest and the darkest part of the paper
SAMPLE = 1000  # pixels
SPECKLED = 0.003  # share of the page that are specks
STEEPEST, STRAIGHT = 7.0, 0.1  # degrees
SMALL_WIDTH = 500  # pixels: enough to see how the lines lie
COARSE, AROUND = 4, 5  # pixels: the grain in which what is left over is looked for; what belongs to a word around it


class TooLargeError(ValueError):
    """More pixels than will be decoded."""


def opened(content: bytes) -> Image.Image:
    """A photograph of a page as grey picture of about 300 dpi, turned as the camera says.

    Raises TooLargeError, OSError or ValueError for what is no picture.
    """
    image = _bounded(content)
    image.draft("L", (LONG_SIDE, LONG_SIDE))  # A JPEG file may be decoded at a half or a quarter of its size.
    return sized(grey(ImageOps.exif_transpose(image)))


def picture(content: bytes, side: int) -> bytes:
    """A photograph of a page to look at: PNG in few colours, its longer side as many pixels."""
    image = _bounded(content)
    image.draft("RGB", (side, side))
    image = ImageOps.exif_transpose(image).convert("RGB")
    image.thumbnail((side, side))
    kept = io.BytesIO()
    image.quantize(96).save(kept, "PNG")
    return kept.getvalue()


def _bounded(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # Its own bound only warns at first; this one is meant.
    image = Image.open(io.BytesIO(content), formats=KINDS)
    if image.width * image.height > MAX_PIXELS:
        raise TooLargeError
    return image


def grey(image: Image.Image) -> Image.Image:
    """On white paper, where the picture lets through what is behind it."""
    if image.has_transparency_data:
        over = image.convert("RGBA")
        image = Image.new("RGBA", over.size, "white")
        image.alpha_composite(over)
    return image.convert("L")


def sized(image: Image.Image) -> Image.Image:
    """As large as an A4 page scanned with 300 dpi, as far as that can be told; only what is far from it is changed."""
    scale = min(LONG_SIDE / max(image.size), MOST_ENLARGED)
    if 0.8 <= scale <= 1.25:
        return image
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def cleaned(image: Image.Image) -> Image.Image:
    """A grey picture with whatever spoils it put right."""
    return straightened(without_specks(evenly_lit(image)))


def evenly_lit(image: Image.Image) -> Image.Image:
    """Each point divided by the paper around it, where a shadow lies over the page."""
    if min(image.size) < GRAIN * LETTER:
        return image
    light = image.reduce(GRAIN).filter(ImageFilter.MaxFilter(LETTER)).filter(ImageFilter.GaussianBlur(LETTER))
    low, high = light.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if high - low < UNEVEN:
        return image
    paper = light.point(lambda value: max(value, 1)).resize(image.size, Image.Resampling.BILINEAR)
    divided = ImageMath.lambda_eval(
        lambda its: its["min"](its["image"] * 255 / its["paper"], 255), image=image, paper=paper
    )
    return ImageOps.autocontrast(divided.convert("L"), cutoff=(1, 0))


def without_specks(image: Image.Image) -> Image.Image:
    """The median of each point and its neighbours, where specks are strewn over the page."""
    if speckled(image) < SPECKLED:
        return image
    return image.filter(ImageFilter.MedianFilter(3))


def speckled(image: Image.Image) -> float:
    """Which share of the middle of a page is points of ink that stand alone."""
    left, top = ((side - min(side, SAMPLE)) // 2 for side in image.size)
    part = image.crop((left, top, left + min(SAMPLE, image.width), top + min(SAMPLE, image.height)))
    return max(0.0, _inked(part) - _inked(part.filter(ImageFilter.MedianFilter(3))))


def _inked(image: Image.Image) -> float:
    return sum(image.histogram()[:INK]) / (image.width * image.height)


def straightened(image: Image.Image) -> Image.Image:
    """Turned so that the lines of text lie level."""
    angle = slant(image)
    if abs(angle) < STRAIGHT:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=PAPER)


def slant(image: Image.Image) -> float:
    """By how many degrees (counter-clockwise) a page must be turned, by where its rows are fullest and emptiest."""
    small = image.reduce(max(1, image.width // SMALL_WIDTH)).point(lambda value: 255 if value < INK + 30 else 0)

    def contrast(angle: float) -> int:
        turned = small.rotate(angle)
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return sum((a - b) ** 2 for a, b in pairwise(rows))

    steps = math.floor(STEEPEST / 0.5)
    about = max((0.5 * step for step in range(-steps, steps + 1)), key=lambda angle: (contrast(angle), -abs(angle)))
    return max((about + 0.1 * step for step in range(-5, 6)), key=lambda angle: (contrast(angle), -abs(angle)))


@dataclass(frozen=True, slots=True)
class Rest:
    """What a page shows beside its words: which share of the ink that is, the part of the page that holds it, with the
    words painted over, and where that part begins."""

    share: float
    part: Image.Image
    corner: tuple[int, int]


def left_over(image: Image.Image, words: Iterable[tuple[float, float, float, float]]) -> Rest:
    """The page without the words whose boxes (left, top, right, bottom in pixels) are given."""
    bare = image.copy()
    draw = ImageDraw.Draw(bare)
    for x0, y0, x1, y1 in words:
        draw.rectangle((x0 - AROUND, y0 - AROUND, max(x0, x1) + AROUND, max(y0, y1) + AROUND), fill=PAPER)
    rest, whole = _ink(bare), _ink(image)
    box = rest.getbbox()
    left, top, right, bottom = (side * COARSE for side in box) if box else (0, 0, COARSE, COARSE)
    share = sum(rest.histogram()[1:]) / (sum(whole.histogram()[1:]) or 1)
    return Rest(share, bare.crop((left, top, min(right, image.width), min(bottom, image.height))), (left, top))


def _ink(image: Image.Image) -> Image.Image:
    """Where there is ink, in coarse grains; lone ones are specks."""
    return image.reduce(COARSE).point(lambda value: 255 if value < INK + 20 else 0).filter(ImageFilter.MedianFilter(3))
