"""What a mail says in its headers, and everything put together: the same for every file a mail comes in."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message

from complaints.incoming_mail.message import (
    FILES_HEADER,
    LONGEST_ADDRESS,
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_WHOLE,
    MOST_ATTACHMENTS,
    MOST_REFERENCES,
    NO_FILES,
    AttachedFile,
    Finding,
    IncomingMail,
    Nature,
    Sender,
)
from complaints.incoming_mail.moments import best_moment, moment_of_header
from complaints.incoming_mail.texts import forwarded_block, is_forward, one_line, sender_in, split_quoted, tidied

# Printable ASCII alone: an id goes into the headers of our answer.
_ID = re.compile(rf"<[!-;=?-~]{{3,{LONGEST_ID - 2}}}>")
_BY_A_MACHINE = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "niet-beantwoorden")
# What a mail server writes in front when nobody is there; the header that says so is not in every saved mail.
_AUTOMATIC_SUBJECT = re.compile(r"^\s*(?:automatic reply|automatisch antwoord|out of office|afwezigheidsbericht)\s*:", re.IGNORECASE)
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
_POSTMASTERS = re.compile(r"^(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_FAILURE_SUBJECT = re.compile(
    r"(?:undeliver|delivery status notification \(failure\)|delivery failure|failure notice|returned mail|onbestelbaar|niet bezorgd)",
    re.IGNORECASE,
)

Headers = Mapping[str, Sequence[str]]
READ_HEADERS = (
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "date",
    "received",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "auto-submitted",
    "precedence",
    "x-autoreply",
    "x-autorespond",
    "x-failed-recipients",
    FILES_HEADER,
)
LONGEST_KEPT = 4_000


@dataclass(kw_only=True)
class Contents:
    """What was read of a mail beside its headers, while it is read. has_failed: a report in it says that a mail did not arrive."""

    text: str = ""
    attachments: list[AttachedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    returned_ids: list[str] = field(default_factory=list)
    inner: IncomingMail | None = None
    is_report: bool = False
    has_failed: bool = False

    def found(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def attach(self, name: str, content: bytes, *, media_type: str = "") -> None:
        """Add a file, up to the most there may be; without a name it gets one by its place and type."""
        if len(self.attachments) >= MOST_ATTACHMENTS:
            self.found(Finding.ATTACHMENTS_LEFT_OUT)
            return
        ending = mimetypes.guess_extension(media_type) or ""
        self.attachments.append(AttachedFile(name=file_name(name) or f"bijlage-{len(self.attachments) + 1}{ending}", content=content))


def headers_of(message: Message) -> dict[str, list[str]]:
    """The headers we read, decoded, in their order. One that cannot be read is left out."""
    found: dict[str, list[str]] = {name: [] for name in READ_HEADERS}
    for name, value in message.raw_items() if hasattr(message, "raw_items") else message.items():
        key = name.lower()
        if key in found and len(found[key]) < MOST_REFERENCES:
            found[key].append(_decoded_header(message, name, value))
    return found


def assembled(*, headers: Headers, contents: Contents, moments: Sequence[datetime | None] = (), now: datetime) -> IncomingMail:
    """The mail. moments: when it arrived and was sent, where the file tells apart from the headers; the headers go first."""
    sender = _sender(headers)
    if not sender.email:
        contents.found(Finding.SENDER_MISSING)
    moment, wrong = best_moment([*_moments(headers), *moments], now=now)
    if wrong is not None:
        contents.found(wrong)
    whole = tidied(contents.text[:LONGEST_WHOLE])
    if len(whole) > LONGEST_TEXT or len(contents.text) > LONGEST_WHOLE:
        contents.found(Finding.TEXT_CUT)
    text, earlier = split_quoted(whole[:LONGEST_TEXT])
    subject = one_line(_first(headers, "subject"))
    inner = contents.inner or (_forwarded_in(earlier, now=now) if is_forward(subject, earlier) else None)
    if not text and inner is None:
        # Nothing above the quote: then the quote is what was sent.
        text, earlier = whole[:LONGEST_TEXT], ""
    if not text and inner is None:
        contents.found(Finding.TEXT_MISSING)
    return IncomingMail(
        sender=sender,
        moment=moment,
        subject=subject,
        text=text,
        earlier_text=earlier,
        attachments=tuple(contents.attachments),
        message_id=next(iter(ids_in(headers.get("message-id", ()))), ""),
        in_reply_to=tuple(ids_in(headers.get("in-reply-to", ()))),
        references=tuple(ids_in(headers.get("references", ()))),
        returned_ids=tuple(contents.returned_ids[:MOST_REFERENCES]),
        nature=_nature(headers, contents, sender=sender, subject=subject),
        inner=inner,
        whole=whole,
        headers=_kept(headers),
        files_digest=_files_digest(headers, contents.attachments),
        findings=tuple(contents.findings),
    )


def ids_in(values: Iterable[str]) -> list[str]:
    """The message ids in headers, with their brackets, in order."""
    return list(dict.fromkeys(one for value in values for one in _ID.findall(value)))[:MOST_REFERENCES]


def file_name(name: str) -> str:
    """A name without folders and control characters, at most 150 characters with its ending."""
    name = one_line(name.replace("\\", "/").rsplit("/", 1)[-1], longest=1_000).strip(". ")
    name = re.sub(r'[<>:"|?*]', "_", name)
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 150 else (f"{stem[: 149 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else name[:150])


def _decoded_header(message: Message, name: str, value: object) -> str:
    try:
        return str(message.policy.header_fetch_parse(name, value))  # type: ignore[arg-type]
    except Exception:
        # The standard library gives up on some headers with whatever exception it meets; the mail is more than that header.
        return one_line(str(value), longest=2_000)


def _first(headers: Headers, name: str) -> str:
    return next((value for value in headers.get(name, ()) if value.strip()), "")


def _sender(headers: Headers) -> Sender:
    """Who wrote it. Behind the mailbox of a machine (a web form) the address for answers tells who did."""
    sender = _clipped(sender_in(_first(headers, "from") or _first(headers, "sender")))
    if sender.email.lower().startswith(_BY_A_MACHINE) or not sender.email:
        answers_to = _clipped(sender_in(_first(headers, "reply-to")))
        return answers_to if answers_to.email else sender
    return sender


def _clipped(sender: Sender) -> Sender:
    return Sender(name=sender.name[:LONGEST_NAME], email=sender.email if len(sender.email) <= LONGEST_ADDRESS else "")


def _moments(headers: Headers) -> list[datetime | None]:
    """When our side took it in (the topmost Received), then when it was sent."""
    arrived = [moment_of_header(value.rpartition(";")[2].strip()) for value in list(headers.get("received", ()))[:1]]
    return [*arrived, *(moment_of_header(value) for value in list(headers.get("date", ()))[:1])]


def _nature(headers: Headers, contents: Contents, *, sender: Sender, subject: str) -> Nature:
    if contents.has_failed or headers.get("x-failed-recipients"):
        return Nature.NOT_DELIVERED
    if (_POSTMASTERS.match(sender.email) or not sender.email) and _FAILURE_SUBJECT.search(subject) and not contents.is_report:
        return Nature.NOT_DELIVERED
    submitted = _first(headers, "auto-submitted").split(";")[0].strip().lower()
    is_automatic = (
        contents.is_report
        or submitted not in ("", "no")
        or _first(headers, "precedence").strip().lower() in _AUTOMATIC_PRECEDENCE
        or bool(_first(headers, "x-autoreply") or _first(headers, "x-autorespond"))
        or bool(_AUTOMATIC_SUBJECT.match(subject))
    )
    return Nature.AUTOMATIC if is_automatic else Nature.MESSAGE


def _kept(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Who, whom, when and about what, with what tells how it hangs together; of where it passed only our side."""
    told = {name: list(headers.get(name, ())) for name in READ_HEADERS} | {"received": list(headers.get("received", ()))[:1]}
    kept = [(name, one_line(value, longest=LONGEST_KEPT)) for name in READ_HEADERS for value in told[name]]
    return tuple((name, value) for name, value in kept if value)


def _files_digest(headers: Headers, attachments: Sequence[AttachedFile]) -> str:
    told = one_line(_first(headers, FILES_HEADER))
    if told:
        return "" if told == NO_FILES else told
    # In whichever order they came.
    each = "".join(sorted(hashlib.sha256(one.content).hexdigest() for one in attachments))
    return hashlib.sha256(each.encode()).hexdigest() if each else ""


def _forwarded_in(earlier: str, *, now: datetime) -> IncomingMail | None:
    block = forwarded_block(earlier)
    if block is None:
        return None
    moment, _wrong = best_moment([block.sent_at], now=now)
    return IncomingMail(sender=block.sender, moment=moment, subject=block.subject, text=block.text)
