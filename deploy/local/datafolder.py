"""The folder with the local data: where it is, whose it is, and what may be removed from it.

DATA/polsslag-local-data   says that this folder is ours; without it nothing is written or removed
DATA/in-use.lock           shared by every user of the database; the keeper stops PostgreSQL when nobody holds it
DATA/start.lock            held while somebody finds or starts the keeper
DATA/keeper.lock           held by the keeper as long as it lives
DATA/server.json           where PostgreSQL answers; written by the keeper when it is ready
DATA/postgresql/           password and cluster; belongs to the account PostgreSQL runs as
DATA/logs/, valkey/, ...   one per program
DATA/tests/                a second data folder of the same form, for tests
"""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from deploy.local.account import Account, database_account
from deploy.local.paths import ROOT, WORK, clone_key
from deploy.local.problems import Problem

MARKER = "polsslag-local-data"
TESTS = "tests"


def default_data_folder() -> Path:
    """The data folder when DATA is not set: in the clone, or as root where the account of PostgreSQL can reach it."""
    if os.geteuid() == 0:
        return Path("/var/tmp") / f"polsslag-{os.geteuid()}-{clone_key()}"
    return WORK / "data"


def chosen_data_folder() -> Path:
    """The data folder of this run: DATA from the environment, else the default. A relative DATA counts from the clone."""
    given = os.environ.get("DATA", "").strip()
    return Path(os.path.abspath(ROOT / Path(given).expanduser())) if given else default_data_folder()


def prepare_data_folder(data: Path, *, account: Account | None = None) -> Path:
    """Make the folder, or check that it is ours, private and reachable. Returns the same path without symbolic links above it."""
    account = account or database_account()
    real = check_data_folder(data, account=account)
    with _told_of(data):
        real.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            real.mkdir(mode=0o700)
        _check_found(real)
        _mark(real)
        _make_private(real, account)
    _refuse_out_of_reach(real, data, account)
    return real


def check_data_folder(data: Path, *, account: Account) -> Path:
    """Refuse a folder that cannot become or remain ours. Makes nothing. Returns the path without symbolic links above it."""
    with _told_of(data):
        real = data.parent.resolve() / data.name
        if os.path.lexists(real):
            _check_found(real)
            existing = real.parent
        else:
            existing = next(folder for folder in real.parents if folder.exists())
            if not existing.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(existing))
            if not os.access(existing, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(existing))
        if os.statvfs(existing).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(existing))
    _refuse_out_of_reach(existing, data, account)
    return real


def _refuse_out_of_reach(folder: Path, data: Path, account: Account) -> None:
    if account.other and not account.can("-x", folder):
        raise Problem(
            f"PostgreSQL refuses to run as root, so it runs as {account.name}; that account cannot reach the data folder {data}. "
            f"Choose a folder that it can reach, such as DATA=/var/tmp/polsslag, or leave DATA out."
        )


@contextlib.contextmanager
def _told_of(data: Path) -> Iterator[None]:
    """Say of what the system refuses which folder it is about, and what to do."""
    try:
        yield
    except NotADirectoryError as error:
        raise Problem(f"The data folder {data} cannot be made: {error.filename} is not a folder. Choose another one with DATA=.") from error
    except PermissionError as error:
        raise Problem(
            f"The data folder {data} cannot be written: no permission for {error.filename}. Choose another one with DATA=."
        ) from error
    except OSError as error:
        raise Problem(
            f"The data folder {data} cannot be used: {error.strerror} ({error.filename}). Choose another one with DATA=."
        ) from error


def _check_found(data: Path) -> None:
    found = data.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise Problem(
            f"The data folder {data} is a symbolic link; that is refused, as somebody else may have laid it. Pass the real folder as DATA=."
        )
    if not stat.S_ISDIR(found.st_mode):
        raise Problem(f"The data folder {data} is not a folder. Choose another one with DATA=.")
    if found.st_uid != os.geteuid():
        raise Problem(f"The data folder {data} belongs to another user (id {found.st_uid}). Choose another one with DATA=.")
    strangers = sorted(entry.name for entry in data.iterdir())
    # The marker is looked for last: another command may be making this very folder now, and the marker is the first thing in it.
    if strangers and not (data / MARKER).exists():
        raise Problem(
            f"The data folder {data} holds something else already ({', '.join(strangers[:3])}). Nothing was changed. "
            "Choose an empty or new folder with DATA=."
        )


def _mark(data: Path) -> None:
    if not (data / MARKER).exists():
        (data / MARKER).write_text("Local data of Polsslag. `make reset` removes what lies here.\n")


def _make_private(data: Path, account: Account) -> None:
    if account.other:
        # The account passes through this folder to its own; nobody else does.
        os.chown(data, -1, account.gid)
        data.chmod(0o710)
    else:
        data.chmod(0o700)
    if stat.S_IMODE(data.stat().st_mode) & 0o077 & ~(0o010 if account.other else 0):
        raise Problem(
            f"The data folder {data} lies on a file system without permissions, so others could read it. Choose another one with DATA=."
        )


def owned_folder(path: Path) -> Path:
    """Make (or reuse) a private folder inside the data folder."""
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def is_ours(data: Path) -> bool:
    """Whether this is a data folder made by these commands, and by this user."""
    try:
        return stat.S_ISDIR(data.lstat().st_mode) and data.lstat().st_uid == os.geteuid() and (data / MARKER).is_file()
    except OSError:
        return False


def remove_data(data: Path) -> None:
    """Remove the folder and everything in it. The marker goes last: an interrupted removal can be repeated.

    Raises OSError when something cannot be removed, or when a command puts something new in it meanwhile.
    """
    for entry in sorted(data.iterdir()):
        if entry.name == MARKER:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    (data / MARKER).unlink(missing_ok=True)
    try:
        data.rmdir()
    except OSError:
        _mark(data)
        raise
