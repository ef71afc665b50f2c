"""Why a notice looks like one that was given before."""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "directive.alike": "Văn bản này giống {name} (đã giao ngày {given_on:%d/%m/%Y}), vì {reason}. Nếu là văn bản khác, "
    "đề nghị đánh dấu “Vẫn giao” rồi bấm lại; nếu là cùng một văn bản, đề nghị mở văn bản đã giao.",
}
SAME_TEXT = "cùng nguyên văn"


def shared_tasks(shared: int, of: int) -> str:
    """As in: 12 trên 14 nhiệm vụ có nội dung giống nhau."""
    return f"{shared} trên {of} nhiệm vụ có nội dung giống nhau"
