"""The configuration: a bare machine just runs, production names what is missing."""

from __future__ import annotations

import pytest

from config import REQUIRED_IN_PRODUCTION, ConfigurationError, load

COMPLETE = {
    "DONDOC_ENV": "production",
    "SECRET_KEY": "k" * 40,
    "LINK_KEYS": "m" * 40,
    "DATABASE_URL": "postgresql://dondoc@localhost/dondoc",
    "PUBLIC_URL": "https://dondoc.example/",
    "SMTP_HOST": "smtp.example",
    "MAIL_FROM": "vanphong@example",
}


def test_a_bare_machine_gets_a_database_a_secret_and_no_mail_server(tmp_path):
    config = load({"DONDOC_INSTANCE": str(tmp_path)})
    assert config.database_url == f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    assert config.smtp is None
    assert len(config.secret_key) == 64


def test_the_development_secret_is_made_once_and_kept_from_others(tmp_path):
    first = load({"DONDOC_INSTANCE": str(tmp_path)}).secret_key
    assert load({"DONDOC_INSTANCE": str(tmp_path)}).secret_key == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_links_have_a_key_of_their_own_that_is_kept_as_the_other(tmp_path):
    first = load({"DONDOC_INSTANCE": str(tmp_path)})
    (key,) = first.link_keys
    assert len(key) == 64
    assert key != first.secret_key
    assert load({"DONDOC_INSTANCE": str(tmp_path)}).link_keys == (key,)
    assert (tmp_path / "link-key").stat().st_mode & 0o077 == 0


def test_keys_of_links_are_listed_the_newest_first(tmp_path):
    keys = f" {'n' * 40} , {'o' * 40},"
    assert load({"DONDOC_INSTANCE": str(tmp_path), "LINK_KEYS": keys}).link_keys == ("n" * 40, "o" * 40)


@pytest.mark.parametrize("missing", REQUIRED_IN_PRODUCTION)
def test_production_refuses_to_start_and_names_what_is_missing(missing):
    with pytest.raises(ConfigurationError, match=missing):
        load({name: value for name, value in COMPLETE.items() if name != missing})


def test_production_names_everything_at_once():
    with pytest.raises(ConfigurationError) as refused:
        load({"DONDOC_ENV": "production"})
    assert all(name in str(refused.value) for name in REQUIRED_IN_PRODUCTION)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "ngắn"),
        ("LINK_KEYS", "ngắn"),
        ("LINK_KEYS", ", ,"),
        ("LINK_KEYS", f"{'m' * 40},ngắn"),
        ("LINK_KEYS", COMPLETE["SECRET_KEY"]),
        ("PUBLIC_URL", "http://dondoc.example"),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_PORT", "hai lăm"),
        ("SMTP_HOURLY_QUOTA", "nhiều"),
        ("TRUSTED_PROXIES", "một"),
        ("DONDOC_ENV", "prod"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(ConfigurationError, match=name):
        load(COMPLETE | {name: value})


def test_a_complete_production_configuration_is_taken(tmp_path):
    config = load(COMPLETE | {"DONDOC_INSTANCE": str(tmp_path)})
    assert config.production
    assert config.database_url == "postgresql+psycopg://dondoc@localhost/dondoc"
    assert config.public_url == "https://dondoc.example"
    assert config.smtp is not None
    assert (config.smtp.port, config.smtp.security, config.smtp.hourly_quota) == (587, "starttls", 0)
    limited = load(COMPLETE | {"DONDOC_INSTANCE": str(tmp_path), "SMTP_HOURLY_QUOTA": "500"})
    assert limited.smtp is not None
    assert limited.smtp.hourly_quota == 500
