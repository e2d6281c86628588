"""A stand-in for a mail server over IMAP, on loopback: the few commands our mailbox reader gives, as RFC 3501 answers them."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "antwoord@polsslag.example", "p@ss/woord"


@dataclass
class Box:
    """What the server holds. folders: mails by uid; flags: of each uid. can_move: knows MOVE (RFC 6851)."""

    port: int = 0
    can_move: bool = True
    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    flags: dict[int, set[str]] = field(default_factory=dict)
    last_uid: int = 0
    asked: list[str] = field(default_factory=list)

    def add(self, raw: bytes) -> int:
        self.last_uid += 1
        self.folders["INBOX"][self.last_uid] = raw
        self.flags[self.last_uid] = set()
        return self.last_uid

    def count(self) -> dict[str, int]:
        return {name: len(mails) for name, mails in self.folders.items()}


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.box: Box = self.server.box  # type: ignore[attr-defined]
        self._say(f"* OK [CAPABILITY IMAP4REV1{' MOVE' if self.box.can_move else ''}] gereed")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            self.box.asked.append(rest)
            command, _, given = rest.partition(" ")
            if command.upper() == "UID":
                command, _, given = given.partition(" ")
            answer = getattr(self, f"_{command.lower()}", lambda given: "BAD onbekend")(given)
            self._say(f"{tag} {answer} klaar")
            if command.upper() == "LOGOUT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _capability(self, given: str) -> str:
        self._say(f"* CAPABILITY IMAP4REV1{' MOVE' if self.box.can_move else ''}")
        return "OK"

    def _login(self, given: str) -> str:
        return "OK" if given == f'{USER} "{PASSWORD}"' else "NO verkeerd"

    def _select(self, given: str) -> str:
        name = given.strip('"')
        if name not in self.box.folders:
            return "NO bestaat niet"
        self._say(f"* {len(self.box.folders[name])} EXISTS")
        return "OK [READ-WRITE]"

    def _search(self, given: str) -> str:
        is_flagged = "UNFLAGGED" not in given
        here = [uid for uid in self.box.folders["INBOX"] if "\\Deleted" not in self.box.flags[uid]]
        waiting = [str(uid) for uid in here if ("\\Flagged" in self.box.flags[uid]) is is_flagged]
        self._say(" ".join(["* SEARCH", *waiting]))
        return "OK"

    def _fetch(self, given: str) -> str:
        uid, _, what = given.partition(" ")
        raw = self.box.folders["INBOX"][int(uid)]
        if "SIZE" in what:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
        else:
            self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return "OK"

    def _create(self, given: str) -> str:
        self.box.folders.setdefault(given.strip('"'), {})
        return "OK"

    def _copy(self, given: str) -> str:
        uid, name = re.fullmatch(r'(\d+) "(.*)"', given).groups()  # type: ignore[union-attr]
        if name not in self.box.folders:
            return "NO [TRYCREATE] bestaat niet"
        self.box.folders[name][int(uid)] = self.box.folders["INBOX"][int(uid)]
        return "OK"

    def _move(self, given: str) -> str:
        answer = self._copy(given)
        if answer == "OK":
            del self.box.folders["INBOX"][int(given.split(maxsplit=1)[0])]
        return answer

    def _store(self, given: str) -> str:
        uid, flag = re.fullmatch(r"(\d+) \+FLAGS \((.*)\)", given).groups()  # type: ignore[union-attr]
        self.box.flags[int(uid)].add(flag)
        return "OK"

    def _expunge(self, given: str) -> str:
        inbox = self.box.folders["INBOX"]
        for uid in [uid for uid in inbox if "\\Deleted" in self.box.flags[uid]]:
            del inbox[uid]
        return "OK"

    def _logout(self, given: str) -> str:
        self._say("* BYE")
        return "OK"


@contextmanager
def imap_server(*, can_move: bool = True) -> Iterator[Box]:
    """The server, while the test runs. Its inbox is filled with `add`."""
    box = Box(can_move=can_move)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(timeout=5)
