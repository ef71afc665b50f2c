"""Old Office files made into new ones by LibreOffice, in a child process with a profile of its own for each piece."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app.adapters.child import MEGABYTE, ChildError, Limits, run_program

# A file of twenty megabytes takes some seconds; the wall clock leaves room for a machine that is busy.
CONVERTING = Limits(
    memory=1536 * MEGABYTE, processor=40, wall=90.0, output=MEGABYTE, file=64 * MEGABYTE, open_files=256
)
# No macro runs, no link of the document is followed, and what would be fetched all the same goes to a closed door.
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "boolean", "true"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "int", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "string", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "int", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "string", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "int", "9"),
)
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse" oor:type="xs:{}"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</oor:items>'
)


class NotConvertedError(Exception):
    """LibreOffice made nothing of the file, or ran into a limit."""


def program() -> str | None:
    """Where LibreOffice is installed; None where it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(content: bytes, *, source: str, filter_name: str, target: str) -> bytes:
    """The file in another format. ``source`` and ``target`` are suffixes without their dot ("doc", "docx");
    ``filter_name`` is how LibreOffice calls what the content is, so that it cannot be taken for anything else.

    Takes a second or more: never inside a transaction. Raises NotConvertedError; ``program()`` must be there.
    """
    path = program()
    if path is None:
        raise NotConvertedError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        (folder / f"in.{source}").write_bytes(content)
        (folder / "profile" / "user").mkdir(parents=True)
        settings = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(settings))
        try:
            run_program(_words(path, folder, source, filter_name, target), folder=folder, limits=CONVERTING)
            return (folder / "out" / f"in.{target}").read_bytes()
        except (ChildError, OSError) as error:
            raise NotConvertedError from error


def _words(path: str, folder: Path, source: str, filter_name: str, target: str) -> list[str]:
    return [
        path,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"--infilter={filter_name}",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(folder / f"in.{source}"),
    ]
