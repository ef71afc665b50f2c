"""The roof of the web: builds the app from a configuration and a clock."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, web
from app.adapters.clock import Clock
from app.adapters.database import is_sqlite, prepare
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.extensions import csrf, db, login_manager, migrate
from app.web.environment import PageEnvironment
from app.web.frame import Frame
from app.web.sessions import Sessions
from config import Config

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
MEGABYTE = 1024 * 1024


def create_app(config: Config, *, clock: Clock) -> Flask:
    """The whole application. The clock is handed in, so that tests and the browser story can hold it."""
    app = Flask("app", root_path=str(ROOT / "app"), template_folder=str(ROOT / "templates"), static_folder="web/static")
    app.config.from_mapping(_settings(config))
    app.extensions["dondoc"] = Frame(
        config=config,
        clock=clock,
        links=Links(config.public_url, config.link_keys),
        files=FileStore(config.instance),
        version=VERSION,
    )
    if config.trusted_proxies:
        # Only then: a header anybody can send must not decide whose failed log-ins these are.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    app.session_interface = Sessions()
    app.jinja_environment = PageEnvironment
    _bind_extensions(app)
    web.register(app)
    cli.register(app)
    return app


def _settings(config: Config) -> dict[str, object]:
    # One connection for each thread of the server; the last one used is the next, since it has the freshest cache.
    engine_options: dict[str, object] = {"pool_use_lifo": True}
    if not is_sqlite(config.database_url):
        engine_options["pool_pre_ping"] = True
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options,
        "SESSION_COOKIE_NAME": "dondoc",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.production,
        "PERMANENT_SESSION_LIFETIME": 12 * 3600,
        # The token lives as long as the session: a form left open over lunch must still be accepted.
        "WTF_CSRF_TIME_LIMIT": None,
        # Five files of 20 MB and the words around them; each file's own limit is the extraction's.
        "MAX_CONTENT_LENGTH": 102 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
    }


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        prepare(db.engine)
