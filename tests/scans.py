"""Scans of invented pages, drawn with Pillow: clean ones, and such as offices really send."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from app.adapters import ocr

DPI = 300
SIZE = (1750, 900)  # pixels: as wide as an A5 page
# The first version of Liberation, which may be installed beside the second, has not all Vietnamese letters.
FONTS = ("liberation2/LiberationSerif-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSerif.ttf")
ORDER = (
    "1. Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát",
    "hồ sơ, tham mưu kế hoạch lau dọn nhà kho, báo cáo kết quả",
    "trước ngày 20/11/2026.",
    "2. Phòng Kinh tế kiểm tra mương tiêu Đồng Chiêm, hoàn thành trong",
    "tháng 8 năm 2026.",
)
# What a reader sees of it: each order whole again.
READ = " ".join(ORDER[:3]), " ".join(ORDER[3:])
needs_tesseract = pytest.mark.skipif(
    not ocr.available(), reason=f"text recognition is not installed here: apt-get install {ocr.PACKAGES}"
)


def font(size: int) -> ImageFont.FreeTypeFont:
    """The nearest to what offices write with that has the letters."""
    for name in FONTS:
        for path in (f"/usr/share/fonts/truetype/{name}", name):
            try:
                found = ImageFont.truetype(path, size)
            except OSError:
                continue
            if bytes(found.getmask("ộ")) != bytes(found.getmask("\uffff")):
                return found
    pytest.skip("no font with Vietnamese letters is installed here: apt-get install fonts-liberation2")


def page(lines: Sequence[str] = ORDER, *, size: tuple[int, int] = SIZE, points: float = 14) -> Image.Image:
    """Lines of text below each other, those that begin with a number set in."""
    image = Image.new("L", size, 255)
    draw, letters = ImageDraw.Draw(image), font(round(points * DPI / 72))
    for at, line in enumerate(lines):
        left = 260 if line[:1].isdigit() else 150
        draw.text((left, 120 + round(at * 1.4 * points * DPI / 72)), line, font=letters, fill=0)
    return image


def letterhead() -> Image.Image:
    """Two columns above a sentence."""
    image = page((), size=(2300, 800))
    draw, letters = ImageDraw.Draw(image), font(round(13 * DPI / 72))
    for x, y, words in (
        (150, 100, "UBND HUYỆN ĐÔNG CHIÊM"),
        (200, 170, "VĂN PHÒNG"),
        (1050, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (1250, 170, "Độc lập - Tự do - Hạnh phúc"),
        (200, 280, "Số: 15/TB-VP"),
        (1200, 280, "Đông Chiêm, ngày 12 tháng 9 năm 2026"),
        (260, 500, "Thông báo kết luận cuộc họp về việc sắp xếp lại nhà kho của Văn phòng."),
    ):
        draw.text((x, y), words, font=letters, fill=0)
    return image


def skewed(image: Image.Image) -> Image.Image:
    return image.rotate(3, Image.Resampling.BICUBIC, fillcolor=255)


def speckled(image: Image.Image) -> Image.Image:
    chance, made = random.Random(7), image.copy()
    points = [(chance.randrange(image.width), chance.randrange(image.height)) for _ in range(image.width * 15)]
    ImageDraw.Draw(made).point(points, fill=0)
    return made


def shaded(image: Image.Image) -> Image.Image:
    """As a telephone sees it: dark towards one side."""
    light = Image.linear_gradient("L").rotate(90).resize(image.size).point(lambda value: 60 + value * 3 // 4)
    return ImageChops.multiply(image, light)


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda image: image,
    "skewed": skewed,
    "speckled": speckled,
    "shaded": shaded,
}


def as_pdf(*images: Image.Image) -> bytes:
    kept = io.BytesIO()
    images[0].save(kept, "PDF", resolution=DPI, save_all=True, append_images=images[1:])
    return kept.getvalue()


def as_file(image: Image.Image, kind: str = "PNG") -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind)
    return kept.getvalue()
