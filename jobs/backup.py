"""Takes a backup every night into the configured folder and keeps the last ones."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from app.adapters.archive import UNFINISHED
from app.services import backup, claims, runs
from app.wording.jobs import NOTHING, would_back_up
from jobs.toolbox import Done, Safe, Toolbox

NAME = runs.BACKUP
NIGHT = time(1, 30)
KEEP = 7
LEASE = timedelta(hours=1)
ABANDONED = timedelta(days=1)
# Names that ``app.services.backup.file_name`` gives; whatever else lies in the folder is somebody else's.
OURS = f"dondoc-{'[0-9]' * 8}-{'[0-9]' * 6}{backup.SUFFIX}"


def take_backup(tools: Toolbox) -> Done | None:
    """One backup now; None where no folder is configured, or if another process is at it just now."""
    if tools.safe is None:
        return None
    with tools.transaction() as session:
        if not claims.take_lease(session, clock=tools.clock, name=NAME, owner=tools.owner, lasts=LEASE):
            return None
    try:
        taken = _take(tools, tools.safe)
    finally:
        with tools.transaction() as session:
            claims.release_lease(session, name=NAME, owner=tools.owner)
    forget_old(tools.safe.folder, before=tools.clock.now() - ABANDONED)
    return Done({"rows": taken.manifest.rows, "files": len(taken.manifest.files), "bytes": taken.size})


def take_missed_backup(tools: Toolbox) -> Done | None:
    """The scheduled run: once a day, at night or as soon as the machine is on again."""
    with tools.transaction() as session:
        if runs.has_succeeded(session, job=NAME, day=tools.clock.today()):
            return None
    return take_backup(tools)


def preview(tools: Toolbox) -> str:
    """Which file a run at this instant would lay down; writes nothing."""
    return would_back_up(tools.safe.folder / backup.file_name(tools.clock)) if tools.safe else NOTHING


def _take(tools: Toolbox, safe: Safe) -> backup.Taken:
    path = safe.folder / backup.file_name(tools.clock)
    return backup.take(safe.engine, files=safe.files, clock=tools.clock, version=safe.version, path=path)


def forget_old(folder: Path, *, before: datetime) -> None:
    """Keep the newest, whose names sort by time, and sweep up what a process that was ended left half written."""
    for old in sorted(folder.glob(OURS))[:-KEEP]:
        old.unlink(missing_ok=True)
    for half in folder.glob(f"{UNFINISHED}*"):
        if half.stat().st_mtime < before.timestamp():
            half.unlink(missing_ok=True)
