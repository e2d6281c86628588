"""Asking a peer over HTTP on loopback, by connections that stay open, as a browser or a proxy does."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from deploy.bench.questions import DOCUMENT, Question
from deploy.local.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Who is asked. headers: what every request carries."""

    name: str
    port: int
    host: str
    headers: dict[str, str] = field(default_factory=dict)

    def request(self, question: Question) -> bytes:
        """One question, ready to be written to a connection."""
        body = json.dumps({"query": DOCUMENT, "variables": {"text": question.text}}).encode()
        headers = {"Host": self.host, "Content-Type": "application/json", "Content-Length": str(len(body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /graphql/ HTTP/1.1\r\n{head}\r\n".encode() + body


def signed_in(peer: Peer, *, email: str, password: str) -> Peer:
    """The same peer, asked by somebody who signed in. Raises Problem."""
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=30)
    connection.request("GET", "/account/login/", headers={"Host": peer.host})
    answer = connection.getresponse()
    page, cookies = answer.read().decode(), _cookies(answer)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise Problem(f"The page to sign in answered {answer.status} without a form.")
    form = urlencode({"csrfmiddlewaretoken": token.group(1), "login": email, "password": password})
    headers = {"Host": peer.host, "Content-Type": "application/x-www-form-urlencoded", "Cookie": _as_header(cookies)}
    connection.request("POST", "/account/login/", body=form, headers=headers)
    answer = connection.getresponse()
    answer.read()
    cookies |= _cookies(answer)
    connection.close()
    if answer.status != http.client.FOUND:
        raise Problem(f"Signing in as the demo's coordinator was answered with {answer.status}.")
    csrf = next(value for name, value in cookies.items() if name.endswith("csrf"))
    return Peer(name=peer.name, port=peer.port, host=peer.host, headers={"Cookie": _as_header(cookies), "X-CSRFToken": csrf})


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    found = (value.partition(";")[0].partition("=") for name, value in answer.getheaders() if name.lower() == "set-cookie")
    return {name: value for name, _, value in found}


def _as_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def answers(port: int) -> bool:
    """Whether a web server listens there by now."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.connect()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def ask_once(peer: Peer, question: Question) -> object:
    """The answer, read. Raises Problem for anything but a good one."""
    return json.loads(asyncio.run(_once(peer, question)))


async def _once(peer: Peer, question: Question) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", peer.port)
    try:
        return await _exchange(reader, writer, peer.request(question), peer, question)
    finally:
        writer.close()


def timed(peer: Peer, question: Question, *, clients: int, seconds: float) -> list[float]:
    """Ask as often as goes for so many seconds; how long each answer took, in seconds. Raises Problem for one that is not good."""
    return asyncio.run(_timed(peer, question, clients=clients, seconds=seconds))


async def _timed(peer: Peer, question: Question, *, clients: int, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    taken = await asyncio.gather(*(_client(peer, question, until) for _ in range(clients)))
    return [one for each in taken for one in each]


async def _client(peer: Peer, question: Question, until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", peer.port)
    request, taken = peer.request(question), []
    try:
        while (began := time.perf_counter()) < until:
            await _exchange(reader, writer, request, peer, question)
            taken.append(time.perf_counter() - began)
    finally:
        writer.close()
    return taken


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, peer: Peer, question: Question) -> bytes:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: *(\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length.group(1))) if length else b""
    # Faults of GraphQL come with status 200 too.
    if not head.startswith("HTTP/1.1 200") or b'"errors"' in body[:200] or not body:
        raise Problem(f"{peer.name} answered {question.name!r} with: {head.splitlines()[0]} {body[:400].decode(errors='replace')}")
    return body
