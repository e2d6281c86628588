"""As whom PostgreSQL runs. It refuses root, so then it runs as another account that already exists."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from deploy.local.problems import Problem


class PopenAccount(TypedDict, total=False):
    """The keyword arguments that make `subprocess` change account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of this machine. `other` is False when it is simply our own."""

    name: str
    uid: int
    gid: int
    other: bool

    def popen_arguments(self) -> PopenAccount:
        """What to pass to `subprocess` to run a program as this account."""
        if not self.other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, test: str, path: Path) -> bool:
        """Whether this account may do `-r`, `-w` or `-x` with the path. Asked from the system, not computed from modes."""
        try:
            done = subprocess.run(
                ["/bin/sh", "-c", 'test "$1" "$2"', "sh", test, str(path)], cwd="/", check=False, **self.popen_arguments()
            )
        except PermissionError as error:
            raise Problem(
                f"PostgreSQL refuses to run as root, and this machine does not let root run it as {self.name} ({error}). "
                "Work as an ordinary user, or pass DATABASE_URL= of a PostgreSQL 15 or later."
            ) from error
        return done.returncode == 0


def own_account() -> Account:
    """The account we run as ourselves."""
    return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), other=False)


def database_account() -> Account:
    """The account PostgreSQL runs as: our own, or as root `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return own_account()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, other=True)
    raise Problem(
        "PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody` to run it as. Work as an ordinary user, "
        "or pass DATABASE_URL= of a PostgreSQL 15 or later."
    )
