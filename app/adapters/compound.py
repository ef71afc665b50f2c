"""The compound files of Microsoft's older programs: whether one is whole. [MS-CFB] has the layout."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, iter_unpack, unpack_from

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
HEADER = 512
LAST_SECTOR, FREE = 0xFFFFFFFA, 0xFFFFFFFF  # from the first of them on the numbers have meanings of their own
IN_HEADER = 109  # sectors of the table of sectors that the header itself lists


def is_whole(content: bytes) -> bool:
    """Whether every sector that is in use lies within the file, which a file that was cut off shows at once."""
    try:
        size = 1 << unpack_from("<H", content, 30)[0]
        if not content.startswith(SIGNATURE) or size not in (512, 4096):
            return False
        last = max((sector for sector in _used(content, size)), default=-1)
        # The last sector need not be filled up.
        return last >= 0 and len(content) > HEADER + (last + (size > HEADER)) * size
    except (error, IndexError):
        return False


def _used(content: bytes, size: int) -> Iterator[int]:
    """The numbers of the sectors in use."""
    for place, sector in enumerate(_tables(content, size)):
        table = content[_at(sector, size) : _at(sector, size) + size]
        if len(table) < size:
            raise IndexError("the table of sectors is cut off")
        first = place * (size // 4)
        yield from (first + at for at, (link,) in enumerate(iter_unpack("<I", table)) if link != FREE)


def _tables(content: bytes, size: int) -> Iterator[int]:
    """The sectors that tell which sectors are used: the first of them in the header, more in a chain."""
    yield from (sector for sector in unpack_from(f"<{IN_HEADER}I", content, 76) if sector < LAST_SECTOR)
    following = unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // size):
        if following >= LAST_SECTOR:
            return
        *listed, following = unpack_from(f"<{size // 4}I", content, _at(following, size))
        yield from (sector for sector in listed if sector < LAST_SECTOR)


def _at(sector: int, size: int) -> int:
    return (sector + 1) * size
