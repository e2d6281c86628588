"""Whether a command can do what was asked: looked at before anything is installed, made or started. Standard library only."""

import os
import socket
from urllib.parse import urlsplit

from deploy.local.account import Account, database_account, own_account
from deploy.local.cluster import check_cluster, port_is_free
from deploy.local.datafolder import check_data_folder
from deploy.local.paths import ROOT, WORK
from deploy.local.problems import Problem
from deploy.local.settings import Choices, read_choices, read_wish_for_browser
from deploy.local.supervisor_lock import refuse_second_supervisor

PATIENCE = 5.0
_USUAL_PORTS = {"postgres": 5432, "postgresql": 5432, "amqp": 5672, "amqps": 5671}
_USUAL_PORT_OF_REDIS = 6379


def look_ahead(command: str) -> None:
    """Refuse what cannot succeed. Raises `Problem`; nothing was made or changed then."""
    choices = read_choices()
    _check_clone()
    if command == "test":
        read_wish_for_browser()
    check_data_folder(choices.data, account=folder_account(choices))
    if not choices.database_url:
        check_cluster(choices.data)
    if command == "start":
        refuse_second_supervisor(choices.data)
        refuse_taken_port(choices.port)
    if choices.database_url:
        _check_answers("database of DATABASE_URL", choices.database_url)
    if choices.broker_url and command != "check":
        _check_answers("broker of BROKER_URL", choices.broker_url)


def folder_account(choices: Choices) -> Account:
    """Whose account has to reach the data folder: that of PostgreSQL, when it runs on it."""
    return own_account() if choices.database_url else database_account()


def refuse_taken_port(port: int) -> None:
    """Raises `Problem` when another program listens on the port of the web server."""
    if not port_is_free(port) or _listens_on_ipv6(port):
        other = port + 1 if port < 65535 else 8001
        raise Problem(f"Port {port} is taken by another program. Stop that, or choose another port: make start PORT={other}")


def _listens_on_ipv6(port: int) -> bool:
    """Whether another program has this port on the IPv6 loopback address, where a browser may look first."""
    try:
        with socket.create_connection(("::1", port), timeout=1):
            return True
    except OSError:
        return False


def _check_clone() -> None:
    folder = WORK if WORK.exists() else ROOT
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Problem(f"This clone cannot be written ({folder}). Clone it to a folder of your own.")


def _check_answers(what: str, address: str) -> None:
    """Whether something listens there. Whether it lets us in is asked when the packages that speak its language are there."""
    parts = urlsplit(address)
    port = parts.port or _USUAL_PORTS.get(parts.scheme, _USUAL_PORT_OF_REDIS)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=PATIENCE):
            pass
    except OSError as error:
        raise Problem(f"The {what} does not answer at {parts.hostname}, port {port} ({error.strerror or error}). Is it running?") from error
