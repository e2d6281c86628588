"""A stand-in for the virus scanner: speaks clamd's protocol on loopback and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.factories.documents import EICAR


class _Scanner(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        server: Any = self.server
        server.scanned.append(content)
        self.wfile.write(server.answer or (b"stream: Eicar-Test-Signature FOUND\n" if EICAR in content else b"stream: OK\n"))


class StandIn(socketserver.ThreadingTCPServer):
    """scanned: what came in. answer: said to everything, where a test sets it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.answer = b""
        super().__init__(("127.0.0.1", 0), _Scanner)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def virus_scanner() -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
