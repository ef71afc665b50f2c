"""The form that sends a mail again."""

from __future__ import annotations

from flask_wtf import FlaskForm


class RetryForm(FlaskForm):
    """Nothing but the token."""
