"""Texts of a mail: bytes to text whatever charset they claim, HTML to plain text, and the new text apart from what is quoted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import datetime

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from complaints.incoming_mail.message import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_NAME, Sender
from complaints.incoming_mail.moments import moment_as_written

LONGEST_HTML = 600_000

# Only what mail is really written in: some of Python's codecs take minutes over a hostile text.
_KNOWN_CHARSET = re.compile(r"(utf|iso8859|iso2022|cp\d|koi8|big5|gb|euc|shift_jis|mac|ascii|tis|hz)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:\[\]]+@[^\s@<>\"'(),;:\[\].]+(?:\.[^\s@<>\"'(),;:\[\].]+)+")


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """The text of bytes, and whether their charset was as claimed. Latin-1 is read as Windows-1252, which mail means by it."""
    try:
        name = codecs.lookup(charset or "utf-8").name
    except (LookupError, ValueError):
        name = ""
    name = name if _KNOWN_CHARSET.match(name) else ""
    name = {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(name, name)
    for attempt in (name, "utf-8"):
        try:
            if attempt:
                return content.decode(attempt), attempt == name
        except (ValueError, LookupError):
            continue
    return content.decode("cp1252", errors="replace"), name == "cp1252"


def tidied(text: str) -> str:
    """Text as a file keeps it: plain line ends, no control characters, no blank stretches."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\u00a0", " ")
    text = text.encode("utf-8", errors="replace").decode("utf-8")
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str, *, longest: int = LONGEST_LINE) -> str:
    """A header as one line: a line end in it is a blank."""
    return " ".join(_CONTROL.sub(" ", text).encode("utf-8", errors="replace").decode("utf-8").split())[:longest].strip()


def sender_in(text: str) -> Sender:
    """Name and address from a line such as `Jo Voorbeeld <jo@voorbeeld.example>` or `Jo Voorbeeld [mailto:jo@voorbeeld.example]`."""
    text = one_line(text, longest=1_000).replace("mailto:", " ")
    found = _ADDRESS.search(text)
    email = found[0] if found and len(found[0]) <= LONGEST_ADDRESS else ""
    name = re.sub(r"[<\[(]\s*[>\])]|[<>\[\]]", " ", text.replace(found[0], " ") if found else text)
    return Sender(name=one_line(name.strip(" \"'*;,"), longest=LONGEST_NAME).strip("\"' "), email=email)


_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "select", "textarea"})
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))
# fmt: on
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def text_of_html(html: str) -> str:
    """The text of an HTML mail, as it reads. Nothing is fetched; what is quoted gets "> " before it, as in plain mail."""
    # A "<" that begins no tag makes the parser look for its end through all the rest, each time anew.
    html = re.sub(r"<(?=[^<>]*(?:<|\Z))", "&lt;", _without_comments(html[:LONGEST_HTML]))
    try:
        soup = BeautifulSoup(html, "html.parser")
    except (ParserRejectedMarkup, RecursionError, AssertionError, ValueError):
        return tidied(re.sub(r"<[^<>]*>", " ", html))
    page = _Page()
    waiting: list[tuple[object, bool]] = [(soup, False)]
    while waiting:
        node, is_end = waiting.pop()
        if isinstance(node, Tag):
            if is_end:
                page.leave(node.name)
            elif not _is_hidden(node):
                page.enter(node.name)
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(node.contents))
        elif type(node) is NavigableString:
            page.write(str(node))
    return tidied(page.text())


def _without_comments(html: str) -> str:
    pieces, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        pieces.append(html[place:start])
        end = html.find("-->", start + 2)
        if end < 0:
            return "".join(pieces)
        place = end + 3
    return "".join([*pieces, html[place:]])


def _is_hidden(tag: Tag) -> bool:
    return tag.name in _SKIPPED or bool(_HIDDEN.search(str(tag.get("style") or "")))


class _Page:
    """Lines as they come, each behind as many marks as it is quoted deep."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._preformatted = 0

    def enter(self, name: str) -> None:
        if name == "br":
            self._break(is_forced=True)
        elif name in _BLOCKS:
            self._break()
            if name in ("p", "blockquote", "table", "ul", "ol", "hr", "h1", "h2", "h3") and self._lines and self._lines[-1].strip("> "):
                self._break(is_forced=True)
        elif name in ("td", "th"):
            self._line.append(" ")
        if name == "li":
            self._line.append("- ")
        self._depth += name == "blockquote"
        self._preformatted += name == "pre"

    def leave(self, name: str) -> None:
        if name in _BLOCKS:
            self._break()
        self._depth -= name == "blockquote"
        self._preformatted -= name == "pre"

    def write(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.split("\n")
            self._line.append(first)
            for line in others:
                self._break(is_forced=True)
                self._line.append(line)
        else:
            self._line.append(re.sub(r"\s+", " ", text))

    def text(self) -> str:
        self._break()
        return "\n".join(self._lines)

    def _break(self, *, is_forced: bool = False) -> None:
        line = re.sub(r" {2,}", " ", "".join(self._line)).strip() if not self._preformatted else "".join(self._line)
        self._line = []
        if line or is_forced:
            self._lines.append("> " * min(self._depth, 10) + line)


# A mark of a mail program that another mail follows.
_SEPARATOR = re.compile(
    r"^\W*(?:oorspronkelijk(?:e)? bericht|original message|(?:begin )?doorgestuurd bericht|(?:begin )?forwarded message)\W*$", re.IGNORECASE
)
_FORWARD_MARK = re.compile(r"^\W*(?:begin )?(?:doorgestuurd bericht|forwarded message)\W*$", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|fw|doorst|doorgestuurd|wg|tr)\s*:", re.IGNORECASE)
_RULE = re.compile(r"^\s*[_-]{8,}\s*$")
_FROM_LINE = re.compile(r"^\W*(?:van|from|afzender)\W*:\W*(?P<value>.+)$", re.IGNORECASE)
_HEADER_LINES = {
    "date": re.compile(r"^\W*(?:verzonden|sent|datum|date)\W*:\W*(?P<value>.*)$", re.IGNORECASE),
    "to": re.compile(r"^\W*(?:aan|to|cc)\W*:\W*(?P<value>.*)$", re.IGNORECASE),
    "subject": re.compile(r"^\W*(?:onderwerp|subject)\W*:\s*(?P<value>.*)$", re.IGNORECASE),
}
# "Op di 4 mrt 2025 om 10:11 schreef Jo <jo@voorbeeld.example>:", also broken over lines. A sentence somebody wrote about a
# letter looks like it, so it counts only with a time or an address, and with a quoted line below it.
_ATTRIBUTION = re.compile(r"^\W*(?:op|on)\b.{3,400}(?:schreef|geschreven|wrote)\b.{0,200}:\s*$", re.IGNORECASE | re.DOTALL)
_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[:.]\d{2}|@")
HEADER_BLOCK = 8


@dataclass(frozen=True, kw_only=True)
class ForwardedBlock:
    """A mail that was forwarded in the text of another."""

    sender: Sender
    sent_at: datetime | None
    subject: str
    text: str


def split_quoted(text: str) -> tuple[str, str]:
    """What was written now, and what was quoted. Answers between the lines of a quote stay together with it."""
    lines = text.split("\n")
    start = next((place for place in range(len(lines)) if _starts_earlier_mail(lines, place)), None)
    quote = next((place for place in range(len(lines)) if lines[place].startswith(">")), None)
    if start is not None and (quote is None or start <= quote):
        return _halves(lines, start)
    if quote is None:
        return text, ""
    begin = _attribution_above(lines, quote)
    end = quote
    while end < len(lines) and (lines[end].startswith(">") or not lines[end].strip()):
        end += 1
    if end == len(lines):
        return _halves(lines, begin)
    above, below = "\n".join(lines[:begin]).strip(), lines[end:]
    if above or any(line.startswith(">") for line in below):
        return text, ""
    return tidied("\n".join(below)), tidied("\n".join(lines[:end]))


def is_forward(subject: str, earlier_text: str) -> bool:
    """Whether the mail was sent on, by its subject or by the mark of the mail program."""
    first = next((line for line in earlier_text.split("\n") if line.strip()), "")
    return bool(_FORWARD_SUBJECT.match(subject) or _FORWARD_MARK.match(first.lstrip("> ")))


def forwarded_block(earlier_text: str) -> ForwardedBlock | None:
    """The mail at the top of what is quoted, by the lines the mail program put above it; None where these are not there."""
    lines = [re.sub(r"^(?:> ?)+", "", line) for line in earlier_text.split("\n")]
    start = next((place for place in range(min(len(lines), 12)) if _is_header_block(lines, place)), None)
    if start is None:
        return None
    found, end = _header_block(lines, start)
    text, _older = split_quoted(tidied("\n".join(lines[end:])))
    return ForwardedBlock(
        sender=sender_in(found["from"]),
        sent_at=moment_as_written(found.get("date", "")),
        subject=one_line(found.get("subject", "")),
        text=text,
    )


def _halves(lines: list[str], place: int) -> tuple[str, str]:
    new, earlier = tidied("\n".join(lines[:place])), tidied("\n".join(lines[place:]))
    return new, earlier


def _starts_earlier_mail(lines: list[str], place: int) -> bool:
    line = lines[place]
    if _SEPARATOR.match(line):
        return True
    if _RULE.match(line):
        below = next((at for at in range(place + 1, min(place + 3, len(lines))) if lines[at].strip()), None)
        return below is not None and _is_header_block(lines, below)
    return _is_header_block(lines, place)


def _is_header_block(lines: list[str], place: int) -> bool:
    if not _FROM_LINE.match(lines[place]):
        return False
    found, _end = _header_block(lines, place)
    return len(found) >= 3 and "date" in found


def _header_block(lines: list[str], place: int) -> tuple[dict[str, str], int]:
    """The lines above a mail from its sender on, by name, and where its text begins."""
    first = _FROM_LINE.match(lines[place])
    found = {"from": first["value"] if first else ""}
    end = place + 1
    for at in range(place + 1, min(place + 1 + HEADER_BLOCK, len(lines))):
        hit = next(((name, match) for name, pattern in _HEADER_LINES.items() if (match := pattern.match(lines[at]))), None)
        if hit is not None:
            found.setdefault(hit[0], hit[1]["value"])
            end = at + 1
    return found, end


def _attribution_above(lines: list[str], quote: int) -> int:
    """Where the line "on that day so-and-so wrote:" above a quote begins; the quote itself where there is none."""
    bottom = quote
    while bottom > 0 and not lines[bottom - 1].strip():
        bottom -= 1
    for height in range(1, 4):
        above = "\n".join(lines[max(0, bottom - height) : bottom])
        if bottom >= height and _ATTRIBUTION.match(above) and _TIME_OR_ADDRESS.search(above):
            return bottom - height
    return quote
