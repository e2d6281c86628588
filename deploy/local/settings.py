"""What the make variables may say, checked before anything is started, and what the programs are told in their environment."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.datafolder import chosen_data_folder
from deploy.local.paths import ROOT
from deploy.local.problems import Problem

DEFAULT_PORT = 8000
BASE_DOMAIN = "polsslag.localhost"
SECRET_FILE = "secret-key"

_DATABASE_SCHEMES = ("postgres", "postgresql")
_BROKER_SCHEMES = ("redis", "rediss", "valkey", "valkeys", "amqp", "amqps")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """PORT, DATA, DATABASE_URL and BROKER_URL of this run. The two addresses are empty when the embedded servers are to be used."""

    port: int
    data: Path
    database_url: str
    broker_url: str
    base_domain: str


def read_choices() -> Choices:
    """Read and check the variables. Raises `Problem` that names the variable."""
    return Choices(
        port=_port(os.environ.get("PORT", "").strip()),
        data=chosen_data_folder(),
        database_url=_address("DATABASE_URL", _DATABASE_SCHEMES, example="postgresql://user:password@host:5432/polsslag"),
        broker_url=_address("BROKER_URL", _BROKER_SCHEMES, example="redis://:password@host:6379/0"),
        base_domain=os.environ.get("BASE_DOMAIN", "").strip() or BASE_DOMAIN,
    )


def read_wish_for_browser() -> bool:
    """Whether the tests that need a browser are to be run: not when BROWSER=no."""
    wish = os.environ.get("BROWSER", "").strip().lower()
    if wish not in ("", "no", "yes"):
        raise Problem(f"BROWSER={wish} is neither yes nor no. BROWSER=no leaves out the tests that need a browser.")
    return wish != "no"


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 65535):
        raise Problem(f"PORT={text} is not a port. Pass a number from 1 to 65535, such as PORT=8001.")
    port = int(text)
    if port < 1024 and os.geteuid() != 0:
        raise Problem(f"PORT={port} is for root only. Pass a number from 1024 to 65535, such as PORT=8001.")
    return port


def _address(name: str, schemes: tuple[str, ...], *, example: str) -> str:
    text = os.environ.get(name, "").strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        # The value may hold a password, so it is not repeated.
        raise Problem(f"{name} is not an address that can be used. It looks like {example}.")
    return text


def environment_without_make() -> dict[str, str]:
    """Our environment without what make adds to it: a `make` started further down is another story."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES")}


def program_environment(data: Path) -> dict[str, str]:
    """Where the programs of this clone keep files, and a secret of its own. What is set already is left as it is."""
    defaults = {
        "MEDIA_ROOT": str(data / "media"),
        "STATIC_ROOT": str(ROOT / "build" / "static"),
    }
    values = {name: os.environ.get(name) or value for name, value in defaults.items()}
    values["SECRET_KEY"] = os.environ.get("SECRET_KEY") or _own_secret(data)
    return values


def _own_secret(data: Path) -> str:
    """The secret that signs this clone's sessions: other users of the machine must not know it."""
    path = data / SECRET_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_text().strip()
        if len(secret) < 40:
            raise Problem(f"The file {path} is damaged. Remove it; a new one is made, and everybody signs in again.") from None
        return secret
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")
    return secret
