"""Bytes to mail: what programs and servers really send, and that nothing anybody sends makes it fall over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.incoming_mail import message
from complaints.incoming_mail.message import Finding, IncomingMail, Nature, NotAMail, Sender
from complaints.incoming_mail.reading import read_mail
from tests.factories.mails import SENT, STORY, make_bounce, make_eml, make_msg

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)


def read(raw: bytes) -> IncomingMail:
    return read_mail(raw, now=NOW)


def raw_mail(body: bytes, *, headers: str = "", kind: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> bytes:
    return (
        "From: Jo Voorbeeld <jo@voorbeeld.example>\r\nSubject: Klacht\r\nDate: Fri, 7 Mar 2025 10:02:00 +0100\r\n"
        f"{headers}MIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode() + body


def test_a_plain_mail_has_sender_moment_subject_text_and_files() -> None:
    mail = read(
        make_eml(
            files=[("brief.pdf", b"%PDF-1.7 brief"), ("foto.jpg", b"\xff\xd8\xff")], In_Reply_To="<vorig@p>", References="<een@p> <vorig@p>"
        )
    )

    assert mail.sender == Sender(name="Jo Voorbeeld", email="jo@voorbeeld.example")
    assert (mail.moment, mail.subject, mail.text, mail.earlier_text) == (SENT, "Klacht over mijn uitkering", STORY, "")
    assert [(one.name, one.content) for one in mail.attachments] == [("brief.pdf", b"%PDF-1.7 brief"), ("foto.jpg", b"\xff\xd8\xff")]
    assert (mail.message_id, mail.in_reply_to, mail.references) == (
        "<een@mail.voorbeeld.example>",
        ("<vorig@p>",),
        ("<een@p>", "<vorig@p>"),
    )
    assert mail.answered_ids == ("<vorig@p>", "<een@p>")
    assert (mail.nature, mail.is_auto_generated, mail.inner, mail.findings) == (Nature.MESSAGE, False, None, ())


@pytest.mark.parametrize(
    ("raw", "text", "findings"),
    [
        (raw_mail("Café in één".encode()), "Café in één", ()),
        (raw_mail(b"Caf=E9 in =E9=E9n", kind="text/plain; charset=ISO-8859-1", encoding="quoted-printable"), "Café in één", ()),
        (raw_mail(b"Prijs: \x80 5", kind="text/plain; charset=iso-8859-1"), "Prijs: € 5", ()),
        (raw_mail(b"Q2Fmw6k=", encoding="base64"), "Café", ()),
        (raw_mail("Café".encode(), kind="text/plain; charset=us-ascii"), "Café", ()),
        (raw_mail("Café".encode("cp1252"), kind="text/plain; charset=utf-8"), "Café", (Finding.CHARSET_UNCLEAR,)),
        (raw_mail("Café".encode(), kind="text/plain; charset=bestaat-niet"), "Café", (Finding.CHARSET_UNCLEAR,)),
        (raw_mail(b"abc", kind="text/plain; charset=punycode"), "abc", (Finding.CHARSET_UNCLEAR,)),
        (
            raw_mail(b"<p>Beste&nbsp;mensen,</p><p>Te laat <b>betaald</b>.<br>Graag uitleg</p>", kind="text/html"),
            "Beste mensen,\n\nTe laat betaald.\nGraag uitleg",
            (),
        ),
        (raw_mail(b"", kind="text/plain"), "", (Finding.TEXT_MISSING,)),
        (raw_mail(b"Een\x00twee\x07drie"), "Eentweedrie", ()),
    ],
    ids=["utf-8", "quoted-printable", "windows", "base64", "ascii", "lie", "unknown", "slow-codec", "html", "empty", "control"],
)  # fmt: skip
def test_the_text_is_read_whatever_its_charset_and_encoding(raw: bytes, text: str, findings: tuple[Finding, ...]) -> None:
    mail = read(raw)

    assert (mail.text, mail.findings) == (text, findings)


def test_html_is_read_as_it_looks_and_nothing_hidden_or_remote_comes_along() -> None:
    html = (
        "<html><head><style>p{color:red}</style><title>Titel</title></head><body><!-- weg <p>weg</p> -->"
        '<div style="display:none">Lokzin</div><img src="https://voorbeeld.example/spion.gif" alt="spion"><h1>Kop</h1>'
        "<ul><li>Een</li><li>Twee</li></ul><table><tr><td>A</td><td>B</td></tr></table>3 < 4<script>weg()</script>"
        "<pre>regel 1\n  regel 2</pre></body></html>"
    )

    assert read(raw_mail(html.encode(), kind="text/html")).text == "Kop\n\n- Een\n- Twee\n\nA B\n3 < 4\nregel 1\n  regel 2"


def test_of_two_forms_of_one_text_the_plain_one_is_read_and_the_parts_of_a_mixed_mail_follow_each_other() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@voorbeeld.example", "x", "Fri, 7 Mar 2025 10:02:00 +0100"
    mail.set_content("Plat")
    mail.add_alternative("<p>Opgemaakt</p>", subtype="html")
    mail.make_mixed()
    tail = EmailMessage()
    tail.set_content("Voettekst")
    mail.attach(tail)

    assert read(mail.as_bytes()).text == "Plat\n\nVoettekst"


GMAIL = (
    "Dank u. Ik hoor het graag.\n\nOp vr 7 mrt 2025 om 10:02 schreef Klachten <klachten@voorbeeld.example>:\n\n"
    "> Wij hebben uw bericht\n> ontvangen."
)
TWO_LINES = GMAIL.replace("schreef Klachten <", "heeft Klachten\n<").replace("example>:", "example> het volgende geschreven:")
OUTLOOK = (
    "Dank u.\n\n________________________________\nVan: Klachten <klachten@voorbeeld.example>\n"
    "Verzonden: vrijdag 7 maart 2025 10:02\nAan: Jo Voorbeeld\nOnderwerp: Ontvangen\n\nWij hebben uw bericht ontvangen."
)
BETWEEN = "> Hoe laat was het?\nOm tien uur.\n> Wie was erbij?\nNiemand."
STORY_ABOUT_A_LETTER = "Op 3 maart 2025 schreef de consulent:\nU krijgt niets.\nDat vond ik naar."


@pytest.mark.parametrize(
    ("text", "new", "earlier_begins"),
    [
        (GMAIL, "Dank u. Ik hoor het graag.", "Op vr 7 mrt 2025"),
        (OUTLOOK, "Dank u.", "____"),
        (OUTLOOK.replace("________________________________", "-----Oorspronkelijk bericht-----"), "Dank u.", "-----Oorspronkelijk"),
        (OUTLOOK.replace("________________________________\n", ""), "Dank u.", "Van: Klachten"),
        (TWO_LINES, "Dank u. Ik hoor het graag.", "Op vr 7"),
        ("> Wanneer was het?\n\nGisteren.", "Gisteren.", "> Wanneer"),
        (BETWEEN, BETWEEN, ""),
        (STORY_ABOUT_A_LETTER, STORY_ABOUT_A_LETTER, ""),
        ("Ik ga van: hier\nnaar: daar\nAan: de balie", "Ik ga van: hier\nnaar: daar\nAan: de balie", ""),
    ],
    ids=["gmail", "outlook", "original-message", "header-block", "broken-line", "below", "between", "letter", "sentence"],
)  # fmt: skip
def test_what_was_written_now_is_told_from_what_is_quoted_and_both_are_kept(text: str, new: str, earlier_begins: str) -> None:
    mail = read(make_eml(text, subject="Re: Ontvangen"))

    assert mail.text == new
    assert mail.earlier_text.startswith(earlier_begins)
    assert bool(mail.earlier_text) == bool(earlier_begins)


def test_a_quote_in_html_is_told_from_the_answer() -> None:
    html = (
        '<div>Dank u.</div><div class="gmail_quote"><div>Op vr 7 mrt 2025 om 10:02 schreef K &lt;k@voorbeeld.example&gt;:</div>'
        "<blockquote><p>Ontvangen.</p></blockquote></div>"
    )
    mail = read(raw_mail(html.encode(), kind="text/html"))

    assert mail.text == "Dank u."
    assert mail.earlier_text.endswith("> Ontvangen.")


@pytest.mark.parametrize("subject", ["FW: Klacht", "Fwd: Klacht", "Doorst: Klacht"])
def test_who_is_behind_a_forwarded_mail_is_found_in_its_text(subject: str) -> None:
    mail = read(make_eml(OUTLOOK.replace("Dank u.", "Voor jullie."), sender="Collega <collega@gemeente.example>", subject=subject))

    assert (mail.sender.email, mail.text) == ("collega@gemeente.example", "Voor jullie.")
    assert mail.inner == IncomingMail(
        sender=Sender(name="Klachten", email="klachten@voorbeeld.example"),
        moment=SENT,
        subject="Ontvangen",
        text="Wij hebben uw bericht ontvangen.",
    )


def test_a_forward_without_a_word_of_its_own_has_the_inner_mail_all_the_same() -> None:
    text = (
        "---------- Forwarded message ---------\nVan: Jo Voorbeeld <jo@voorbeeld.example>\nDate: vr 7 mrt 2025 om 10:02\n"
        "Subject: Klacht\nTo: <balie@gemeente.example>\n\n" + STORY
    )
    mail = read(make_eml(text, sender="collega@gemeente.example", subject="Fwd: Klacht"))

    assert (mail.text, mail.findings) == ("", ())
    assert mail.inner is not None
    assert (mail.inner.sender.email, mail.inner.moment, mail.inner.text) == ("jo@voorbeeld.example", SENT, STORY)


def test_a_mail_attached_to_a_mail_is_read_and_kept_as_a_file() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"], outer["Date"] = "collega@gemeente.example", "Zie bijlage", "Mon, 10 Mar 2025 09:00:00 +0100"
    outer.set_content("Kwam binnen bij de balie.")
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = "Jo <jo@voorbeeld.example>", "Klacht", "Fri, 7 Mar 2025 10:02:00 +0100"
    inner.set_content(STORY)
    outer.add_attachment(inner)

    mail = read(outer.as_bytes())

    assert mail.inner is not None
    assert (mail.inner.sender, mail.inner.moment, mail.inner.text) == (Sender(name="Jo", email="jo@voorbeeld.example"), SENT, STORY)
    assert [one.name for one in mail.attachments] == ["doorgestuurd-bericht.eml"]
    assert read(mail.attachments[0].content).text == STORY


@pytest.mark.parametrize(
    ("raw", "nature"),
    [
        (make_eml("Ik ben er maandag weer.", Auto_Submitted="auto-replied"), Nature.AUTOMATIC),
        (make_eml("Ik ben er maandag weer.", subject="Automatisch antwoord: Ontvangen"), Nature.AUTOMATIC),
        (make_eml("Nieuws", Precedence="bulk"), Nature.AUTOMATIC),
        (make_eml(subject="Re: Automatisch antwoord: Ontvangen", Auto_Submitted="no"), Nature.MESSAGE),
        (make_bounce(returned_id="<onze@p.example>"), Nature.NOT_DELIVERED),
        (make_bounce(returned_id="<onze@p.example>", action="delayed"), Nature.AUTOMATIC),
        (make_eml(sender="MAILER-DAEMON@mail.example", subject="Undelivered Mail Returned to Sender"), Nature.NOT_DELIVERED),
        (make_msg(kind="REPORT.IPM.Note.NDR"), Nature.NOT_DELIVERED),
        (make_msg(kind="IPM.Note.Rules.OofTemplate.Microsoft"), Nature.AUTOMATIC),
    ],
    ids=["auto-submitted", "outlook-subject", "bulk", "answer-to-one", "bounce", "delay", "old-bounce", "msg-bounce", "msg-away"],
)  # fmt: skip
def test_what_a_machine_sent_is_known_as_such(raw: bytes, nature: Nature) -> None:
    mail = read(raw)

    assert (mail.nature, mail.is_auto_generated) == (nature, nature is not Nature.MESSAGE)


def test_a_bounce_names_the_mail_of_ours_that_came_back() -> None:
    mail = read(make_bounce(returned_id="<onze@p.example>"))

    assert (mail.returned_ids, mail.answered_ids) == (("<onze@p.example>",), ("<onze@p.example>",))


@pytest.mark.parametrize(
    ("headers", "moment", "findings"),
    [
        (
            "Received: from a by b; Fri, 7 Mar 2025 10:05:00 +0100\r\nReceived: from c by a; Thu, 6 Mar 2025 10:05:00 +0100\r\n",
            SENT + timedelta(minutes=3),
            (),
        ),
        ("Received: from a by b; Thu, 1 Jan 1970 00:00:00 +0000\r\n", SENT, ()),
        ("Received: from a by b; onzin\r\n", SENT, ()),
    ],
    ids=["received", "absurd", "nonsense"],
)  # fmt: skip
def test_the_moment_is_when_our_side_took_it_in_and_else_when_it_was_sent(
    headers: str, moment: datetime, findings: tuple[Finding, ...]
) -> None:
    mail = read(raw_mail(b"x", headers=headers))

    assert (mail.moment, mail.findings) == (moment, findings)


@pytest.mark.parametrize(
    ("sent_at", "finding"),
    [(None, Finding.DATE_MISSING), (datetime(1970, 1, 1, tzinfo=UTC), Finding.DATE_ABSURD), (NOW + timedelta(days=3), Finding.DATE_ABSURD)],
)
def test_a_moment_that_cannot_be_is_told_and_not_used(sent_at: datetime | None, finding: Finding) -> None:
    mail = read(make_eml(sent_at=sent_at))

    assert (mail.moment, mail.findings) == (None, (finding,))


def test_a_clock_that_runs_ahead_an_hour_gives_no_moment_in_the_future() -> None:
    assert read(make_eml(sent_at=NOW + timedelta(hours=1))).moment == NOW


def test_a_line_end_in_a_header_stays_in_its_line() -> None:
    mail = read(raw_mail(b"x", headers="Message-ID: <a@b>\r\n").replace(b"Subject: Klacht", b"Subject: =?utf-8?q?Een=0ABcc:_x=00?="))

    assert mail.subject == "Een Bcc: x"


def test_behind_a_web_form_the_address_for_answers_tells_who_wrote() -> None:
    mail = read(make_eml(sender="Website <noreply@gemeente.example>", Reply_To="Jo <jo@voorbeeld.example>"))

    assert mail.sender == Sender(name="Jo", email="jo@voorbeeld.example")


def test_fifty_files_are_taken_and_that_there_were_more_is_told() -> None:
    thirty = read(make_eml(files=[(f"{place}.txt", b"x") for place in range(30)]))
    sixty = read(make_eml(files=[(f"{place}.txt", b"x") for place in range(60)]))

    assert (len(thirty.attachments), thirty.findings) == (30, ())
    assert (len(sixty.attachments), sixty.findings) == (50, (Finding.ATTACHMENTS_LEFT_OUT,))


def test_a_file_has_a_name_of_its_own_without_folders() -> None:
    mail = read(make_eml(files=[("../../etc/passwd", b"x"), ("C:\\map\\brief.docx", b"x"), ("a" * 300 + ".pdf", b"x")]))

    assert [one.name for one in mail.attachments] == ["passwd", "brief.docx", "a" * 146 + ".pdf"]


def test_the_logo_under_a_name_is_no_file_and_a_photo_in_the_text_is() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@voorbeeld.example", "x", "Fri, 7 Mar 2025 10:02:00 +0100"
    mail.set_content('<img src="cid:logo">', subtype="html")
    mail.add_related(b"\x89PNG" + b"x" * 100, "image", "png", cid="<logo>")
    mail.add_related(b"\x89PNG" + b"x" * 9_000, "image", "png", cid="<foto>")

    assert [(one.name, len(one.content)) for one in read(mail.as_bytes()).attachments] == [("bijlage-1.png", 9_004)]


def test_an_outlook_file_is_read_like_any_mail() -> None:
    mail = read(make_msg(files=[("brief.pdf", b"%PDF" + b"x" * 9_000), ("kort.txt", b"kort")]))

    assert (mail.sender, mail.moment, mail.subject, mail.text) == (
        Sender(name="Jo Voorbeeld", email="jo@voorbeeld.example"), SENT, "Klacht over mijn uitkering", STORY,
    )  # fmt: skip
    assert [(one.name, len(one.content)) for one in mail.attachments] == [("brief.pdf", 9_004), ("kort.txt", 4)]
    assert mail.findings == ()


def test_an_outlook_file_with_headers_html_and_a_mail_in_it() -> None:
    headers = (
        "From: Jo <jo@voorbeeld.example>\r\nMessage-ID: <een@voorbeeld.example>\r\nIn-Reply-To: <onze@p.example>\r\n"
        "Received: by x; Fri, 7 Mar 2025 10:05:00 +0100\r\n"
    )
    inner = {"text": "Binnenin", "sender": ("Bo", "bo@voorbeeld.example"), "files": [("a.txt", b"a")]}
    mail = read(make_msg("", html="<p>Café</p>".encode(), sender=("Jo", "/O=EXCHANGE/CN=JO"), headers=headers, embedded=inner))

    assert (mail.sender.email, mail.text, mail.message_id, mail.in_reply_to) == (
        "jo@voorbeeld.example", "Café", "<een@voorbeeld.example>", ("<onze@p.example>",),
    )  # fmt: skip
    assert mail.moment == SENT + timedelta(minutes=3)
    assert mail.inner is not None
    assert (mail.inner.sender.email, mail.inner.text) == ("bo@voorbeeld.example", "Binnenin")
    assert [one.name for one in mail.attachments] == ["doorgestuurd-bericht.eml", "a.txt"]
    assert read(mail.attachments[0].content).text == "Binnenin"


def test_an_exchange_address_is_no_mail_address() -> None:
    mail = read(make_msg(sender=("Jo Voorbeeld", "/O=EXCHANGELABS/OU=GROUP/CN=JO")))

    assert (mail.sender, mail.findings) == (Sender(name="Jo Voorbeeld"), (Finding.SENDER_MISSING,))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "no_mail"),
        (b"zomaar tekst", "no_mail"),
        (b"Subject: alleen dit\n\nx", "no_mail"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "no_mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000, "no_mail"),
        (make_msg()[:1_500], "no_mail"),
        (make_eml() + b"\n" * 700_000, "mail_too_complex"),
        (raw_mail(b"\n--x" * 6_000), "mail_too_complex"),
        (raw_mail(b"Content-Type: multipart/mixed\n" * 200), "mail_too_complex"),
        (b"From: a@b.example\nDate: x\n" + b"X-Lang: y\n" * 60_000 + b"\nx", "mail_too_complex"),
    ],
    ids=["empty", "text", "one-header", "pdf", "ole-rubbish", "cut-msg", "lines", "parts", "containers", "headers"],
)  # fmt: skip
def test_what_is_no_mail_is_refused_with_a_code(raw: bytes, code: str) -> None:
    with pytest.raises(NotAMail) as refused:
        read(raw)

    assert refused.value.code == code


def test_a_mail_beyond_the_largest_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.incoming_mail.reading.LARGEST", 1_000)
    with pytest.raises(NotAMail, match="mail_too_large"):
        read(make_eml("x" * 1_001))
    assert message.LARGEST == 25 * 1024 * 1024


def test_mails_in_mails_end_at_the_third() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = "x@voorbeeld.example", "diep", "Fri, 7 Mar 2025 10:02:00 +0100"
    inner.set_content("diepste")
    for _ in range(6):
        outer = EmailMessage()
        outer["From"], outer["Subject"], outer["Date"] = "x@voorbeeld.example", "Fwd", "Fri, 7 Mar 2025 10:02:00 +0100"
        outer.set_content("om")
        outer.add_attachment(inner)
        inner = outer

    mail = read(inner.as_bytes())

    assert mail.inner is not None
    assert mail.inner.inner is not None
    assert mail.inner.inner.inner is None
    assert mail.inner.inner.findings == (Finding.TOO_DEEP,)


PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Date: Fri, 7 Mar 2025 10:02:00 +0100\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"\r\n--x\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n\r\n",
        b"\r\n\r\n",
        b"--x--",
        b"Subject: =?x?q?=00?=\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Disposition: attachment; filename*=x'y'%ff\r\n",
        b"<blockquote>",
        b"> op 10:10 schreef a@b:\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Content-Type: text/plain; charset*0=u; charset*1*=''x\r\n",
        b'From: (((("\\\r\n',
    ]
)
START = b"From: a@b.example\r\nDate: Fri, 7 Mar 2025 10:02:00 +0100\r\n"


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=40), max_size=25))
def test_whatever_is_sent_is_a_mail_or_refused(pieces: list[bytes]) -> None:
    for raw in (b"".join(pieces), START + b"".join(pieces)):
        try:
            mail = read(raw)
        except NotAMail:
            continue
        assert len(mail.text) <= message.LONGEST_TEXT
        assert "\x00" not in mail.text + mail.subject + mail.sender.name + mail.message_id
        assert "\n" not in mail.subject


GOOD = make_msg(files=[("a.pdf", b"x" * 5_000)])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12))
def test_a_damaged_outlook_file_is_a_mail_or_refused(changes: list[tuple[int, bytes]]) -> None:
    raw = bytearray(GOOD)
    for place, change in changes:
        raw[place : place + len(change)] = change
    try:
        mail = read(bytes(raw))
    except NotAMail:
        return
    assert len(mail.text) <= message.LONGEST_TEXT
