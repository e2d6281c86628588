"""Production refuses to start half configured; what the environment may say is documented."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from config.env import DEMO_SECRET, Environment

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "SECRET_KEY": "k" * 50,
    "BASE_DOMAIN": "polsslag.example",
    "DATABASE_URL": "postgresql://u:p@127.0.0.1/x",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "MEDIA_ROOT": "/nonexistent",
    "EMAIL_URL": "smtp+tls://u:p@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Polsslag <noreply@polsslag.example>",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    return run("import django; django.setup()", **environment)


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, with the production settings unless the environment says otherwise; "" is not set."""
    known = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'graphql'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={key: value for key, value in known.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_environment_starts() -> None:
    assert start(**SOUND).stderr == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": DEMO_SECRET}, "SECRET_KEY"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "wildcard"),
        ({"ALLOWED_HOSTS": "a.example,*.b.example"}, "wildcard"),
        ({"BASE_DOMAIN": ""}, "local name"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"BROKER_URL": "", "CACHE_URL": "redis://127.0.0.1:1/1"}, "BROKER_URL"),
        ({"BROKER_URL": "amqp://127.0.0.1:1"}, "CACHE_URL"),
        ({"MEDIA_ROOT": ""}, "MEDIA_ROOT"),
        ({"EMAIL_URL": ""}, "EMAIL_URL"),
        ({"EMAIL_URL": "console://"}, "EMAIL_URL"),
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "noreply@polsslag.localhost"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "Polsslag"}, "DEFAULT_FROM_EMAIL"),
        ({"TRUST_FORWARDED_PROTO": "true"}, "TRUSTED_PROXY_COUNT"),
    ],
)
def test_production_refuses_to_start_and_says_why(change: dict[str, str], reason: str) -> None:
    started = start(**{**SOUND, **change})

    assert started.returncode != 0
    last = started.stderr.strip().splitlines()[-1]
    assert last.startswith("- ")
    assert reason in last


@pytest.mark.parametrize(
    "change",
    [
        {"BROKER_URL": "amqp://127.0.0.1:1", "CACHE_URL": "redis://127.0.0.1:1/1"},
        {"TRUST_FORWARDED_PROTO": "true", "TRUSTED_PROXY_COUNT": "1"},
        {"TRUST_FORWARDED_PROTO": "true", "CLIENT_ADDRESS_HEADER": "X-Real-IP"},
    ],
)
def test_production_starts_once_the_reason_is_gone(change: dict[str, str]) -> None:
    assert start(**{**SOUND, **change}).stderr == ""


@pytest.mark.parametrize("entry_point", ["config.wsgi", "config.celery"])
def test_an_entry_point_without_settings_takes_those_of_production(entry_point: str, tmp_path: Path) -> None:
    code = f"import {entry_point}; from django.conf import settings; print(settings.LOCAL, settings.SETTINGS_MODULE)"

    started = run(code, **{**SOUND, "DJANGO_SETTINGS_MODULE": "", "STATIC_ROOT": str(tmp_path)})
    refused = run(code, DJANGO_SETTINGS_MODULE="")

    assert (started.stdout, started.stderr) == ("False config.settings.production\n", "")
    assert refused.returncode != 0
    assert "Polsslag does not start" in refused.stderr


def test_all_faults_come_at_once() -> None:
    assert start(DEBUG="1").stderr.count("\n- ") == 9


def test_a_value_that_cannot_be_read_is_named() -> None:
    started = start(**{**SOUND, "PORT": "acht"})

    assert started.returncode != 0
    assert "PORT" in started.stderr.strip().splitlines()[-1]


def test_every_setting_of_the_environment_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    explained = cleandoc(Environment.__doc__ or "")

    assert [one.name for one in fields(Environment) if f"`{one.name.upper()}`" not in documented] == []
    assert [one.name for one in fields(Environment) if f"\n{one.name}: " not in explained] == []


def test_there_is_one_way_in_and_it_is_wsgi(settings: Any) -> None:
    """Under ASGI Django takes in the whole body before any middleware may refuse it."""
    assert settings.WSGI_APPLICATION == "config.wsgi.application"
    assert not hasattr(settings, "ASGI_APPLICATION")
    assert not (ROOT / "config" / "asgi.py").exists()
