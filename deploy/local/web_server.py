"""gunicorn's settings for one developer's machine. Read by gunicorn, not imported."""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from deploy.local.processes import die_with_parent

bind = f"127.0.0.1:{os.environ['PORT']}"
wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = 2
# Read once for both.
preload_app = True
threads = 4
graceful_timeout = 10
timeout = 60
proc_name = "polsslag-web"
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
control_socket_disable = True
# No access log: addresses and paths are about people.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(server, worker):  # type: ignore[no-untyped-def]
    """A worker ends with its master, even when that is killed."""
    die_with_parent(signal.SIGKILL, server.pid)
