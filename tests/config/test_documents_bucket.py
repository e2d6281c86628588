"""With a bucket documents go there and come back whole, under a name of chance, with nothing but the service's own key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.config.test_settings import run

CODE = """
import io
from config.settings import base
from django.conf import settings
settings.configure(STORAGES=base.STORAGES, SECRET_KEY="x", MEDIA_ROOT="/nonexistent")
from django.core.files import File
from django.core.files.storage import storages
storage = storages["documents"]
content = bytes(range(256)) * 40_000
key = storage.save("samen/0123", File(io.BytesIO(content)))
with storage.open(key) as stored:
    same = b"".join(stored.chunks()) == content
print(key, same, storage.exists(key))
storage.delete(key)
storage.delete(key)
try:
    storage.open(key).read()
except FileNotFoundError:
    print("gone", storage.exists(key))
"""


class _Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a bucket with one key needs."""

    kept: dict[str, bytes]
    asked: list[tuple[str, str, bool]]

    def _note(self) -> str:
        path = self.path.partition("?")[0]
        self.asked.append((self.command, path, "AWS4-HMAC-SHA256 Credential=sleutel/" in self.headers.get("Authorization", "")))
        return path

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Fri, 07 Mar 2025 09:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        path = self._note()
        self.kept[path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_GET(self) -> None:
        path = self._note()
        self._answer(200 if path in self.kept else 404, self.kept.get(path, b""))

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.kept.pop(self._note(), None)
        self._answer(204)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def bucket() -> Iterator[Any]:
    handler = type("Bucket", (_Bucket,), {"kept": {}, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_documents_go_to_the_bucket_and_come_back_whole(bucket: Any) -> None:
    done = run(
        CODE,
        DOCUMENTS_BUCKET="documenten",
        DOCUMENTS_ENDPOINT=f"http://127.0.0.1:{bucket.server_address[1]}",
        DOCUMENTS_REGION="nl-1",
        DOCUMENTS_ACCESS_KEY="sleutel",
        DOCUMENTS_SECRET_KEY="geheim",
    )

    assert (done.stdout, done.returncode) == ("samen/0123 True True\ngone False\n", 0), done.stderr
    asked = bucket.RequestHandlerClass.asked
    assert {path for _method, path, _signed in asked} == {"/documenten/samen/0123"}
    assert all(is_signed for _method, _path, is_signed in asked)
    assert bucket.RequestHandlerClass.kept == {}
