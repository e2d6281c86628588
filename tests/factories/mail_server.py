"""What a mail server may say to a mail, instead of taking it."""

from __future__ import annotations

from collections.abc import Callable
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend


def gone(address: str) -> Exception:
    return SMTPRecipientsRefused({address: (550, f"5.1.1 {address} unknown".encode())})


def busy(address: str) -> Exception:
    return SMTPRecipientsRefused({address: (450, f"4.2.1 {address} busy".encode())})


def unwanted(address: str) -> Exception:
    return SMTPDataError(554, f"5.7.1 no mail for {address}".encode())


def away(address: str) -> Exception:
    return SMTPServerDisconnected(f"while sending to {address}")


def no_address(address: str) -> Exception:
    return ValueError(f"{address} is no address")


def answer_with(monkeypatch: pytest.MonkeyPatch, by_address: dict[str, Callable[[str], Exception]]) -> list[str]:
    """Let the server answer so to mails for these addresses. Returns the list of addresses that are asked for, as it grows."""
    asked: list[str] = []
    take = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: list[EmailMessage]) -> int:
        for message in messages:
            [address] = message.to
            asked.append(address)
            if address in by_address:
                raise by_address[address](address)
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return asked
