"""How the product refuses: a code for machines, a text for people that says what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An expected refusal. Subclasses stand beside the function that raises them.

    code: stable snake_case name, part of the API.
    message: translatable text with %(name)s places, filled from `details`.
    field: the input it is about, when it is about one.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[Any] = _("This cannot be done.")

    def __init__(self, *, field: str | None = None, **details: Any) -> None:
        self.field = field
        self.details = details
        super().__init__(self.code)

    @property
    def text(self) -> str:
        return str(self.message) % {name: _as_read(value) for name, value in self.details.items()}

    def __str__(self) -> str:
        # The code alone: a text may hold what somebody typed, and exceptions reach logs.
        return self.code


def _as_read(value: Any) -> Any:
    """A date as people read it."""
    return format_date(value, "D j F Y") if isinstance(value, date) else value


class Refusals(Refusal):
    """Everything that stands in the way at once, each with its own code, field and text."""

    code = "refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__()

    @property
    def text(self) -> str:
        return "\n".join(refusal.text for refusal in self.refusals)

    def __str__(self) -> str:
        return ", ".join(refusal.code for refusal in self.refusals)


class Findings:
    """What is wrong with what somebody gave, gathered so that everything is told at once."""

    def __init__(self) -> None:
        self._found: list[Refusal] = []

    def add(self, refusal: Refusal) -> None:
        self._found += refusal.refusals if isinstance(refusal, Refusals) else (refusal,)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """What is refused within it is a finding; what comes after it goes on."""
        try:
            yield
        except Refusal as refusal:
            self.add(refusal)

    def tell(self) -> None:
        """Raise the one finding, or Refusals of several; nothing where there is none."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise Refusals(self._found)


class NotFound(Refusal):
    """It does not exist, or it is not yours: one answer for both."""

    code = "not_found"
    message = _("We cannot find this. Check the reference or ask your complaints coordinator.")


class NotPermitted(Refusal):
    """The person's role does not allow it."""

    code = "not_permitted"
    message = _("Your role does not allow this. Ask an administrator of your organisation.")


class NotSignedIn(Refusal):
    code = "not_signed_in"
    message = _("Sign in first.")


class SecondFactorMissing(Refusal):
    """Signed in, but without the second step that the role demands."""

    code = "second_factor_missing"
    message = _("Your role needs a second step when you sign in. Set it up first.")


class WrongTenant(Refusal):
    """An actor of one tenant was handed to a flow that runs in another: a fault in our own code, refused all the same."""

    code = "not_found"
    message = NotFound.message
