"""The one configuration loader, for the web and for the jobs.

Everything comes from the environment (or a ``.env`` file beside this one). Production is chosen explicitly by
``DONDOC_ENV=production`` and refuses to start while anything it needs is missing; otherwise the development defaults
make ``make run`` work on a bare machine.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.adapters.database import normalise_url

ROOT = Path(__file__).resolve().parent


class ConfigurationError(Exception):
    """Names what is missing or wrong, one line each."""


@dataclass(frozen=True, slots=True)
class SmtpConfig:
    """``security`` is ``none``, ``starttls`` or ``tls``; ``timeout`` in seconds; ``hourly_quota`` is how many mails the
    server takes from us in an hour, 0 if it does not say."""

    host: str
    port: int
    security: str
    username: str
    password: str
    timeout: float = 10.0
    hourly_quota: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """What the factory and the runner are built from. ``smtp`` is None where no server is configured."""

    production: bool
    secret_key: str
    database_url: str
    public_url: str
    instance: Path
    mail_from_name: str
    mail_from_address: str
    smtp: SmtpConfig | None
    link_keys: tuple[str, ...] = ()  # sign the links of mails, the newest first; none: mails carry no such links
    backup_dir: Path | None = None  # where the jobs process lays down a backup every night; None: nowhere
    trusted_proxies: int = 0  # how many proxies stand in front and say truthfully where a request comes from


REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "LINK_KEYS", "DATABASE_URL", "PUBLIC_URL", "SMTP_HOST", "MAIL_FROM")
SHORTEST_KEY = 32


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration. Raises ConfigurationError naming every variable that is missing or wrong."""
    env = dict(_dotenv(ROOT / ".env")) | dict(os.environ) if environ is None else dict(environ)
    production = env.get("DONDOC_ENV", "development") == "production"
    problems = _problems(env, production)
    if problems:
        raise ConfigurationError("\n".join(problems))
    instance = Path(env.get("DONDOC_INSTANCE") or ROOT / "instance").resolve()
    if not production:
        instance.mkdir(parents=True, exist_ok=True)
    return Config(
        production=production,
        secret_key=env.get("SECRET_KEY") or _development_secret(instance, "secret-key"),
        database_url=normalise_url(env.get("DATABASE_URL") or f"sqlite:///{instance / 'dondoc.sqlite3'}"),
        public_url=(env.get("PUBLIC_URL") or f"http://127.0.0.1:{env.get('PORT') or 8000}").rstrip("/"),
        instance=instance,
        mail_from_name=env.get("MAIL_FROM_NAME") or "Đôn Đốc",
        mail_from_address=env.get("MAIL_FROM") or "dondoc@localhost",
        smtp=_smtp(env),
        link_keys=_link_keys(env) or (_development_secret(instance, "link-key"),),
        backup_dir=Path(env["DONDOC_BACKUP_DIR"]).resolve() if env.get("DONDOC_BACKUP_DIR") else None,
        trusted_proxies=int(env.get("TRUSTED_PROXIES") or 0),
    )


def _problems(env: Mapping[str, str], production: bool) -> list[str]:
    found = []
    if (env.get("DONDOC_ENV") or "development") not in ("development", "production"):
        found.append("DONDOC_ENV phải là development hoặc production.")
    if (env.get("SMTP_SECURITY") or "starttls") not in ("none", "starttls", "tls"):
        found.append("SMTP_SECURITY phải là none, starttls hoặc tls.")
    if not (env.get("SMTP_PORT") or "587").isdigit():
        found.append("SMTP_PORT phải là một số.")
    if not (env.get("SMTP_HOURLY_QUOTA") or "0").isdigit():
        found.append("SMTP_HOURLY_QUOTA phải là một số: mỗi giờ gửi nhiều nhất bao nhiêu thư, 0 là không giới hạn.")
    if not (env.get("TRUSTED_PROXIES") or "0").isdigit():
        found.append("TRUSTED_PROXIES phải là một số: có bao nhiêu máy chủ trung gian đứng trước.")
    if production:
        found += [f"Thiếu {name}: xem .env.example." for name in REQUIRED_IN_PRODUCTION if not env.get(name)]
        if env.get("SECRET_KEY") and len(env["SECRET_KEY"]) < SHORTEST_KEY:
            found.append(f"SECRET_KEY quá ngắn: cần ít nhất {SHORTEST_KEY} ký tự ngẫu nhiên.")
        if env.get("LINK_KEYS") and min(map(len, _link_keys(env)), default=0) < SHORTEST_KEY:
            found.append(f"LINK_KEYS có khóa quá ngắn: mỗi khóa cần ít nhất {SHORTEST_KEY} ký tự ngẫu nhiên.")
        if env.get("SECRET_KEY") in _link_keys(env):
            found.append("LINK_KEYS phải khác SECRET_KEY.")
        if env.get("PUBLIC_URL") and not env["PUBLIC_URL"].startswith("https://"):
            found.append("PUBLIC_URL phải bắt đầu bằng https:// (phiên đăng nhập chỉ đi qua kết nối mã hóa).")
    return found


def _smtp(env: Mapping[str, str]) -> SmtpConfig | None:
    if not env.get("SMTP_HOST"):
        return None
    return SmtpConfig(
        host=env["SMTP_HOST"],
        port=int(env.get("SMTP_PORT") or 587),
        security=env.get("SMTP_SECURITY") or "starttls",
        username=env.get("SMTP_USERNAME") or "",
        password=env.get("SMTP_PASSWORD") or "",
        hourly_quota=int(env.get("SMTP_HOURLY_QUOTA") or 0),
    )


def _link_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    """Separated by commas, the newest first: it signs, and the older ones are still read."""
    return tuple(key.strip() for key in env.get("LINK_KEYS", "").split(",") if key.strip())


def _development_secret(instance: Path, name: str) -> str:
    """Made once and kept, so that a restart neither logs everybody out nor ends the links of mails."""
    path = instance / name
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _dotenv(path: Path) -> Mapping[str, str]:
    """NAME=value lines; blank lines and # comments are passed over."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
