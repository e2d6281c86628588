"""A mail as it is kept: read again it says the same, and nothing that was hidden in it is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.incoming_mail.kept import as_kept
from complaints.incoming_mail.message import IncomingMail
from complaints.incoming_mail.reading import read_mail
from tests.factories.mails import STORY, make_bounce, make_eml, make_msg

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
IN_ITS_TEXT = "Kun jij?\n\nVan: Jo <jo@voorbeeld.example>\nVerzonden: vrijdag 7 maart 2025 10:02\nAan: Balie\nOnderwerp: Klacht\n\n" + STORY


def sent_on(inner: bytes, *, text: str = "Kun jij dit oppakken?") -> bytes:
    """A mail with another mail in it, as mail programs send it on as an attachment."""
    message = EmailMessage()
    message["From"] = "Ali Balie <ali@gemeente.example>"
    message["Subject"] = "FW: Klacht"
    message["Date"] = "Fri, 07 Mar 2025 11:00:00 +0100"
    message.set_content(text)
    message.add_attachment(message_from_bytes(inner, policy=default))
    return message.as_bytes()


def what_it_says(mail: IncomingMail) -> IncomingMail:
    inner = what_it_says(mail.inner) if mail.inner else None
    return replace(mail, attachments=(), headers=(), returned_ids=(), references=(), inner=inner)


@pytest.mark.parametrize(
    "raw",
    [
        make_eml(),
        make_eml(files=[("kaart.svg", b"<svg/>")]),
        make_eml(sender='"Vóór, Jo" <jo@voorbeeld.example>', subject="Klacht é " * 20, References="<a@b> <c@d>"),
        make_eml("From mij\n.\n--grens\n> zei u\n\nNee.", In_Reply_To=f"<{'x' * 200}@y>"),
        make_eml("", html="<p>Ik ben <b>boos</b></p>"),
        make_eml(sent_at=None),
        make_eml(sent_at=datetime(2199, 1, 1, tzinfo=UTC)),
        make_eml(Received="from a by b; Sat, 08 Mar 2025 10:00:00 +0100", sender="noreply@x.example", Reply_To="Jo <jo@x.example>"),
        make_eml(IN_ITS_TEXT, subject="FW: Klacht"),
        make_eml(Auto_Submitted="auto-replied"),
        make_bounce(returned_id="<onze@p.example>"),
        sent_on(make_eml(files=[("spel.exe", b"MZ")])),
        make_msg(),
        make_msg(embedded={"subject": "Binnenin", "sender": ("Bé", "be@voorbeeld.example")}),
    ],
    ids=[
        "plain", "file", "letters", "odd-lines", "web-page", "no-date", "next-century", "machine", "in-its-text", "automatic", "bounce",
        "mail-in-mail", "outlook", "mail-in-outlook",
    ],
)  # fmt: skip
def test_read_again_it_says_the_same(raw: bytes) -> None:
    mail = read_mail(raw, now=NOW)

    again = read_mail(as_kept(mail, files=["brief.pdf: los bewaard"]), now=NOW)

    assert what_it_says(again) == what_it_says(mail)
    assert (again.digest, again.answered_ids) == (mail.digest, mail.answered_ids)


@given(st.text(), st.text())
def test_whatever_stands_in_it_the_text_stays_and_no_header_comes_in(text: str, name: str) -> None:
    mail = read_mail(make_eml("X"), now=NOW)
    changed = replace(mail, whole=text, headers=(*mail.headers, ("to", " ".join(name.split()))))

    kept = message_from_bytes(as_kept(changed), policy=default)

    content = kept.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.decode().splitlines() == text.encode("utf-8", errors="replace").decode().splitlines()
    assert {header.lower() for header in kept} == {
        "from", "to", "date", "subject", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    }  # fmt: skip


def test_no_web_page_no_script_and_no_file_is_in_it_and_each_file_has_a_line() -> None:
    raw = make_eml(html="<p>Boos</p><script>steel()</script><img src='https://spion.example/1.png'>", files=[("spel.exe", b"MZ spel")])

    kept = as_kept(read_mail(raw, now=NOW), files=["spel.exe: niet bewaard."])

    assert not any(word in kept for word in (b"<script", b"steel()", b"spion.example", b"text/html", b"TVogc3BlbA", b"MZ spel"))
    parts = [(part.get_content_type(), part.get_filename()) for part in message_from_bytes(kept).walk()]
    assert parts == [("multipart/mixed", None), ("text/plain", None), ("text/plain", "bijlagen.txt")]
    assert b"spel.exe: niet bewaard." in kept


def test_the_same_mail_gives_the_same_bytes() -> None:
    mail = read_mail(sent_on(make_eml()), now=NOW)

    assert as_kept(mail, files=["a"]) == as_kept(mail, files=["a"])


def test_an_id_with_anything_but_printable_letters_is_no_id() -> None:
    raw = make_eml(message_id="").replace(b"From:", b"Message-ID: <a\x07b@c>\r\nReferences: <\xc3\xa9@c> <goed@c>\r\nFrom:", 1)

    mail = read_mail(raw, now=NOW)

    assert (mail.message_id, mail.references) == ("", ("<goed@c>",))
