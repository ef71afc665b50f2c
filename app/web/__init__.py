"""The fourth floor: HTTP. A view does four things: permission, form, one service call, answer."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.web import assets, compression, errors, page, security

BLUEPRINTS = (
    "auth",
    "my_mail",
    "desk",
    "drafts",
    "recognition",
    "list_import",
    "directives",
    "quick",
    "follow_up",
    "formalising",
    "relations",
    "clerk_desk",
    "urging_letters",
    "papers",
    "recurring",
    "source_pages",
    "source_encoding",
    "assignments",
    "limiting",
    "task_field",
    "shared_products",
    "bulk",
    "saved_filters",
    "answer",
    "answer_links",
    "opinions",
    "meetings",
    "meeting_tables",
    "meeting_conclusions",
    "search",
    "reports",
    "report_comparison",
    "report_drafts",
    "report_words",
    "superiors",
    "records",
    "superior_import",
    "organisation",
    "outbox",
    "audit",
    "system",
    "guide",
)


def register(app: Flask) -> None:
    """Attach every page; each slice is a module with a blueprint ``bp``."""
    security.register(app)
    page.register(app)
    assets.register(app)
    compression.register(app)
    errors.register(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"app.web.{name}").bp)
