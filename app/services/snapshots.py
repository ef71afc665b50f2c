"""What was frozen, read back: it is what was sealed, or it is not read at all."""

from __future__ import annotations

from app.domain.errors import DomainError
from app.models import Snapshot
from app.services.report_view import ReportView, from_content, seal


def load_view(snapshot: Snapshot) -> ReportView:
    """The frozen figures. Raises ``report.snapshot_changed`` if they are not those that were sealed."""
    if seal(snapshot.content) != snapshot.sha256:
        raise DomainError("report.snapshot_changed")
    view = from_content(snapshot.content)
    if (view.known_at, view.policy_version) != (snapshot.known_at, snapshot.policy_version):
        raise DomainError("report.snapshot_changed")
    return view
