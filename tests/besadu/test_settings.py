"""The settings as a process meets them: each case starts Python anew with an environment of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "k" * 50,
    "MASTER_KEYS": "bmV3ZXN0LCBuZXdlc3QsIG5ld2VzdCwgbmV3ZXN0LCA=,b2xkZXI=",
    "CODE_KEY": "c" * 50,
    "DATABASE_URL": "sqlite:///besadu.sqlite3",
    "ALLOWED_HOSTS": "besadu.example",
    "BASE_URL": "https://besadu.example",
}
DEVELOPMENT = {"DEBUG": "on"}


def start(environment: dict[str, str], *names: str, tmp_path) -> dict:
    """Return the settings named, of a process with this environment; raise its last words if it does not start."""
    code = (
        "import json, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'besadu.settings'\n"
        "import django; from django.conf import settings; django.setup()\n"
        f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}}}, default=str))"
    )
    given = {"PATH": os.environ["PATH"], "BESADU_VAR": str(tmp_path)} | environment
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["SECRET_KEY", "MASTER_KEYS", "CODE_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(name, tmp_path):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(RuntimeError, match=name):
        start(environment, tmp_path=tmp_path)


def test_debug_does_not_start_where_people_come(tmp_path):
    with pytest.raises(RuntimeError, match="DEBUG"):
        start(PRODUCTION | DEVELOPMENT, tmp_path=tmp_path)


def test_nothing_is_guessed_without_an_environment(tmp_path):
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        start({}, tmp_path=tmp_path)


def test_development_needs_nothing(tmp_path):
    found = start(DEVELOPMENT, "DEBUG", "DATABASES", tmp_path=tmp_path)
    assert found["DEBUG"] is True
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "besadu.sqlite3")


def test_sqlite_is_durable_and_waits(tmp_path):
    options = start(PRODUCTION, "DATABASES", tmp_path=tmp_path)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in options["init_command"]


def test_postgresql_connections_are_checked_before_use(tmp_path):
    environment = PRODUCTION | {"DATABASE_URL": "postgres://besadu@db.example/besadu"}
    database = start(environment, "DATABASES", tmp_path=tmp_path)["DATABASES"]["default"]
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["connect_timeout"] == 5


def test_cookies_behind_https(tmp_path):
    names = (
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    )
    assert list(start(PRODUCTION, *names, tmp_path=tmp_path).values()) == [
        "__Host-sesi",
        True,
        "__Host-csrf",
        True,
        31536000,
    ]


def test_the_embedded_portal_works_without_https(tmp_path):
    environment = PRODUCTION | {"BASE_URL": "http://localhost:8000"}
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    assert not any(start(environment, *names, tmp_path=tmp_path).values())


@pytest.mark.parametrize(("hops", "believed"), [("0", None), ("1", ["HTTP_X_FORWARDED_PROTO", "https"])])
def test_the_forwarded_scheme_is_believed_only_behind_a_proxy(hops, believed, tmp_path):
    found = start(PRODUCTION | {"TRUSTED_PROXY_HOPS": hops}, "SECURE_PROXY_SSL_HEADER", tmp_path=tmp_path)
    assert found["SECURE_PROXY_SSL_HEADER"] == believed


def test_keys_are_kept_newest_first(tmp_path):
    found = start(PRODUCTION, "MASTER_KEYS", tmp_path=tmp_path)["MASTER_KEYS"]
    assert found == PRODUCTION["MASTER_KEYS"].split(",")
