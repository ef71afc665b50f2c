"""PDF files written by hand, small and of every kind a person or an enemy may send."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def text(
    x: float, y: float, words: str, size: float = 14, *, mode: int = 0, turn: str = "1 0 0 1", font: str = "F"
) -> str:
    """Words drawn at a place; ``turn`` is the upper part of the text matrix."""
    codes = words.encode("utf-16-be" if font == "F" else "latin-1").hex()
    return f"BT /{font} {size} Tf {mode} Tr {turn} {x} {y} Tm <{codes}> Tj ET"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S"


def white(drawing: str) -> str:
    return f"q 1 1 1 rg {drawing} Q"


def image(x: float = 0, y: float = 0, wide: float = A4[0], high: float = A4[1]) -> str:
    """A grey image over a part of the page."""
    return f"q {wide} 0 0 {high} {x} {y} cm /I Do Q"


def paragraph(lines: Iterable[str], *, top: float = 700, left: float = 85, size: float = 14) -> list[str]:
    """Lines below each other, the first set in as a paragraph is."""
    return [text(left + 36 * (at == 0), top - 20 * at, line, size) for at, line in enumerate(lines)]


@dataclass
class Pdf:
    """A file in the making; ``pages`` are lists of drawings."""

    pages: Sequence[Iterable[str]]
    size: tuple[float, float] = A4
    rotate: int = 0
    named: bool = True  # whether the font says which letter is which
    notes: Iterable[str] = ()  # drawings of an annotation that lies over the first page
    trailer: bytes = b""
    objects: list[bytes] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        self.objects.append(content)
        return len(self.objects)

    def stream(self, content: bytes, words: str = "") -> int:
        return self.add(f"<< {words} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")

    def bytes(self) -> bytes:
        drawn = [" \n".join(page).encode() for page in self.pages]
        resources = self._resources()
        parent = len(self.objects) + 1 + 2 * len(drawn) + 2 * bool(self.notes)
        note = self._note(resources)
        box = f"[0 0 {self.size[0]} {self.size[1]}]"
        kids = []
        for at, content in enumerate(drawn):
            packed = self.stream(zlib.compress(content), "/Filter /FlateDecode")
            extra = f"/Annots [{note} 0 R]" if note and at == 0 else ""
            words = f"/Parent {parent} 0 R /MediaBox {box} /Rotate {self.rotate} /Contents {packed} 0 R {extra}"
            kids.append(self.add(f"<< /Type /Page {words} /Resources {resources} >>".encode()))
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        root = self.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode())
        assert root == parent
        return finished(self.objects, self.add(f"<< /Type /Catalog /Pages {root} 0 R >>".encode()), self.trailer)

    def _resources(self) -> str:
        names = sorted({char for page in self.pages for char in "".join(page)} | set(LETTERS))
        lines = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in names if ord(c) < 0x10000)
        table = self.stream(CMAP.format(count=len(names), lines=lines).encode())
        maps = f"/ToUnicode {table} 0 R" if self.named else ""
        info = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        cid = self.add(f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X {info} /DW 500 >>".encode())
        kind = f"/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [{cid} 0 R] {maps}"
        font = self.add(f"<< /Type /Font {kind} >>".encode())
        old = self.add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        grey = self.stream(b"\xc0", picture)
        return f"<< /Font << /F {font} 0 R /L {old} 0 R >> /XObject << /I {grey} 0 R >> >>"

    def _note(self, resources: str) -> int:
        if not self.notes:
            return 0
        box = f"[0 0 {self.size[0]} {self.size[1]}]"
        form = self.stream(
            "\n".join(self.notes).encode(), f"/Type /XObject /Subtype /Form /BBox {box} /Resources {resources}"
        )
        return self.add(f"<< /Type /Annot /Subtype /Stamp /F 4 /Rect {box} /AP << /N {form} 0 R >> >>".encode())


LETTERS = (
    " !\"%&'()*+,-./0123456789:;=?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz“”–…•"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ\u0300\u0301\u0302\uf0b7\ufb01\xad\xa0"
)
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def
1 begincodespacerange <0000> <ffff> endcodespacerange
{count} beginbfchar
{lines}endbfchar
endcmap end end"""


def finished(objects: Sequence[bytes], root: int, trailer: bytes = b"") -> bytes:
    """The file of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    start = len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table
    return (
        bytes(out)
        + f"trailer << /Size {size} /Root {root} 0 R ".encode()
        + trailer
        + f">>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def of_lines(*lines: str) -> bytes:
    """One page, one line below the other."""
    return Pdf([[text(85, 780 - 20 * at, line) for at, line in enumerate(lines)]]).bytes()


def locked() -> bytes:
    """A file that opens with a password only."""
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> /P -4 >>"
    pdf = Pdf([[text(85, 700, "Giao Phòng Kinh tế")]])
    pdf.trailer = secret + b" /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
    return pdf.bytes()
