"""Reading: the text of a notice becomes a draft of its header and tasks. Pure; the standard library only."""

from app.domain.reading.head import secrecy_mark
from app.domain.reading.model import DocumentHead, DraftTask, Reading, UnusedDate
from app.domain.reading.reader import read

__all__ = ["DocumentHead", "DraftTask", "Reading", "UnusedDate", "read", "secrecy_mark"]
