"""The form of "Klacht registreren": what happened first, all the rest when there is time for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import FILER_ROLES, LAWS, WISHES, FilerRole, HandlingWish
from complaints.intake import MOST_INVOLVED, MOST_POINTS, InvolvedTold, Person, PointTold, Submission
from complaints.intake_choices import IntakeChoices
from complaints.models import Identity, PreferredContact
from complaints.selectors import Receipt
from tenants.clock import AMSTERDAM
from tenants.organisation.core_lists import CHANNELS, Dimension

# What a page shows at least; there is always an empty place after the last that is filled in.
POINTS_ON_PAGE = 3
INVOLVED_ON_PAGE = 2
PLACES_OF = {"points": ("nature", "unit", "description"), "involved": ("colleague", "colleague_name")}
POINT_PLACES = [tuple(f"{name}_{place}" for name in PLACES_OF["points"]) for place in range(1, MOST_POINTS + 1)]
OPEN_FACT = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
BLANK = ("", _("not known"))


def _line(label: Any, *, longest: int = 200, help_text: Any = "", kind: str = "text", completes: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": kind, "autocomplete": completes, "maxlength": longest}),
    )


def _text(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, strip=True, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))


def _choice(label: Any, choices: Any = (), *, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


# A browser's own calendar writes the first two; people the last.
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M")


class MomentField(forms.DateTimeField):
    """A moment, from the browser's own calendar or written as people write it; on the clock in the Netherlands.

    In the night the clock goes back an hour comes twice, and the first is meant; in the night it goes forward one is skipped,
    and the same time before it is meant: a day is never lost for the sake of an hour.
    """

    def __init__(self, *, label: Any, required: bool = True, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=MOMENT_FORMATS,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={"invalid": _("This moment does not exist. Write day and time, for example 31-12-2026 14:30.")},
        )

    def to_python(self, value: Any) -> datetime | None:
        try:
            given: datetime | None = super().to_python(value)
        except ValidationError as unclear:
            if unclear.code != "ambiguous_timezone":
                raise
            return self._on_the_clock(str(value).strip())
        return given

    def _on_the_clock(self, text: str) -> datetime:
        for pattern in MOMENT_FORMATS:
            with suppress(ValueError):
                return datetime.strptime(text, pattern).replace(tzinfo=AMSTERDAM)
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _word(label: Any, choices: Any, *, own_words: Mapping[str, str]) -> forms.ChoiceField:
    return WordField(label=label, choices=choices, required=False, own_words=own_words)


class WordField(forms.ChoiceField):
    """A choice of the organisation's words and of codes of the core list that none of them covers.

    A code that got a word of its own since the page was opened, or the draft kept, stands for that word.
    """

    def __init__(self, *args: Any, own_words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_words = own_words

    def prepare_value(self, value: Any) -> Any:
        return self._own_words.get(value, value)

    def to_python(self, value: Any) -> str:
        given = super().to_python(value)
        return self._own_words.get(given, given)


class RegistrationForm(forms.Form):
    """Every field may stay empty: what cannot be registered is told by the flow, all of it at once."""

    hides_optional = True
    WRITTEN_AT_PLACES = {"description": _("This part in one line"), "colleague_name": _("or the name as it was told")}
    # The receipt of what this draft became before, where that is why it was refused.
    registered_as: Receipt | None = None

    story = _text(_("What happened?"), rows=8, help_text=_("In the caller's own words."))
    wish = _text(
        _("What does this person want?"), rows=2, help_text=_("For example: to be called back, excuses, that it does not happen again.")
    )
    name = _line(_("Name"), completes="off")
    phone = _line(_("Phone"), longest=50, kind="tel")
    channel = _choice(_("How did it come in?"))
    received_at = MomentField(label=_("When did it come in?"), required=False)
    handling_wish = forms.ChoiceField(
        label=_("What does it come down to?"),
        choices=[(code.value, name) for code, name in WISHES.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    email = _line(_("E-mail address"), longest=254, kind="email")
    address = _line(_("Address"), longest=500)
    identity = _choice(
        _("Who may know who this is?"),
        [(one.value, one.label) for one in Identity],
        help_text=_("Shielded: a colleague sees the name only after giving a reason."),
    )
    preferred_contact = _choice(_("How does this person want to be spoken to?"), [(one.value, one.label) for one in PreferredContact])
    filer_role = _choice(_("Who is this?"), [(code.value, name) for code, name in FILER_ROLES.items()])
    affected_name = _line(_("Whom did it befall, if that is somebody else?"))
    affected_phone = _line(_("Phone of that person"), longest=50, kind="tel")
    municipality = _choice(_("Municipality"))
    authority = _choice(_("On behalf of which authority"))
    law = _choice(_("Which law"), [BLANK, *LAWS.items()])
    provider = _choice(_("Care provider it is about"))
    other_body = _line(_("Another organisation it is about"))
    is_about_council = forms.BooleanField(
        label=_("It is about the council, a council member or the registry"),
        required=False,
        help_text=_("Only the registry then sees the file."),
    )
    is_written = _choice(
        _("Is it in writing?"),
        [("", _("as it came in")), *OPEN_FACT[1:]],
        help_text=_("Where that does not tell, as with what came by somebody else, the term of the law runs. Was it told orally? Say no."),
    )
    is_towards_filer = _choice(_("Did it befall the person who complains?"), OPEN_FACT)
    is_signed = _choice(_("Is it signed?"), OPEN_FACT)
    wants_judgment = forms.BooleanField(label=_("This person asks for a judgment"), required=False)
    confirm_later = forms.BooleanField(
        label=_("Do not confirm receipt yet"),
        required=False,
        help_text=_("What came by e-mail or web form is confirmed by e-mail at once. Was that done elsewhere already? Then tick this."),
    )
    has_sensitive_text = forms.BooleanField(
        label=_("The text tells something of health, belief or a crime"),
        required=False,
        help_text=_("Then the text cannot be searched and leaves with no export."),
    )

    GROUPS = (
        (
            "person",
            _("More about this person"),
            (("email", "address"), ("filer_role", "preferred_contact"), ("identity",), ("affected_name", "affected_phone")),
        ),
        ("matter", _("What and whom it is about"), ()),
        (
            "special",
            _("Special things"),
            (
                ("is_about_council",),
                ("has_sensitive_text",),
                ("wants_judgment",),
                ("confirm_later",),
                ("is_written", "is_signed", "is_towards_filer"),
            ),
        ),
    )

    def __init__(self, *args: Any, choices: IntakeChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points_on_page = self._places("points", at_least=POINTS_ON_PAGE, at_most=MOST_POINTS)
        self.involved_on_page = self._places("involved", at_least=INVOLVED_ON_PAGE, at_most=MOST_INVOLVED)
        fields: dict[str, Any] = self.fields
        own_channels = choices.labels[Dimension.CHANNEL]
        covered = {core_code for _id, _text, core_code in own_channels}
        self.channel_codes = {code: key for key, _text, code in reversed(own_channels) if code}
        channels = [
            BLANK,
            *((key, text) for key, text, _code in own_channels),
            *((code, name) for code, name in CHANNELS.items() if code not in covered and code != "DIGITAL_UNSPECIFIED"),
        ]
        fields["channel"] = _word(_("How did it come in?"), channels, own_words=self.channel_codes)
        natures = {code: key for key, _text, code in reversed(choices.labels[Dimension.NATURE]) if code}
        for place in range(1, self.points_on_page + 1):
            fields[f"unit_{place}"] = _choice(_("Unit"), [BLANK, *((key, text) for key, text, _code in choices.labels[Dimension.UNIT])])
            fields[f"nature_{place}"] = _word(_("Subject"), choices.natures(blank=BLANK), own_words=natures)
            fields[f"description_{place}"] = _line(self.WRITTEN_AT_PLACES["description"])
        for place in range(1, self.involved_on_page + 1):
            fields[f"colleague_{place}"] = _choice(_("Colleague it is about"), [("", _("nobody, or not known")), *choices.colleagues])
            fields[f"colleague_name_{place}"] = _line(self.WRITTEN_AT_PLACES["colleague_name"])
            fields[f"colleague_other_{place}"] = forms.BooleanField(
                label=_("This is somebody else, with the same name as a colleague"), required=False
            )
        fields["municipality"].choices = [BLANK, *((key, text) for key, text, _code in choices.labels[Dimension.MUNICIPALITY])]
        fields["authority"].choices = choices.authorities
        fields["authority"].initial = choices.authorities[0][0] if choices.authorities else ""
        fields["provider"].choices = [("", _("none")), *choices.providers]
        for name, given in (
            ("municipality", choices.labels[Dimension.MUNICIPALITY]),
            ("authority", choices.authorities[1:]),
            ("provider", choices.providers),
        ):
            if not given:
                del fields[name]

    def _places(self, part: str, *, at_least: int, at_most: int) -> int:
        """How many places the page has for points or for people involved: up to an empty one after the last that holds something."""
        filled = [
            place
            for place in range(1, at_most + 1)
            if any(self.data.get(f"{name}_{place}") or self.initial.get(f"{name}_{place}") for name in PLACES_OF[part])
        ]
        return min(max(at_least, max(filled, default=0) + 1), at_most)

    def ask_former_names(self, names: Collection[str]) -> None:
        """Of everybody it is about, whether one of these names was theirs."""
        for place in range(1, self.involved_on_page + 1) if names else ():
            self.fields[f"colleague_was_{place}"] = _choice(
                _("Was this person in this file under another name?"),
                [("", _("no")), *((name, name) for name in sorted(names))],
                help_text=_("Then what was sent to this person, and their talk, stay theirs."),
            )

    def begin_at_next_point(self) -> None:
        """Whoever asked for one more place goes on typing there."""
        self.fields[f"nature_{self.points_on_page}"].widget.attrs["autofocus"] = True

    def first_fields(self) -> list[BoundField]:
        """What stands on the page unfolded, beside the story and the wish."""
        return [self[name] for name in ("name", "phone", "channel", "received_at") if name in self.fields]

    def groups(self) -> list[dict[str, Any]]:
        """The folded parts, each with its rows of fields; open where something is filled in or wrong."""
        matter = [
            (self._point_title(place), [f"{name}_{place}" for name in PLACES_OF["points"]]) for place in range(1, self.points_on_page + 1)
        ]
        matter += [("", self._names_of_involved(place)) for place in range(1, self.involved_on_page + 1)]
        matter.append(("", ["involved_reason"]))
        matter.append(("", ["municipality", "authority", "law", "provider", "other_body"]))
        return [self._group(code, title, [("", list(row)) for row in rows] or matter) for code, title, rows in self.GROUPS]

    def _names_of_involved(self, place: int) -> list[str]:
        """Whether a name is somebody else's is asked where the flow asked it, and shown where it was said."""
        names = [*(f"{name}_{place}" for name in PLACES_OF["involved"]), f"colleague_was_{place}"]
        other = self[f"colleague_other_{place}"]
        return [*names, other.name] if self[names[0]].errors or other.value() else names

    def _point_title(self, place: int) -> str:
        if place == 1:
            return gettext("Subject 1, the main one: it counts in the figures")
        return gettext("Subject %(n)s") % {"n": place}

    def _group(self, code: str, title: Any, rows: list[tuple[str, list[str]]]) -> dict[str, Any]:
        shown = [(of, [self[name] for name in names if name in self.fields]) for of, names in rows]
        fields = [field for _of, of_row in shown for field in of_row]
        is_open = any(field.errors or field.value() not in (None, "", False, self.unchosen(field.name)) for field in fields)
        return {"code": code, "title": title, "rows": [{"title": of, "fields": one} for of, one in shown if one], "is_open": is_open}

    def unchosen(self, name: str) -> Any:
        """What a field holds that nobody touched: the first of its choices."""
        field = self.fields[name]
        choices: list[Any] = list(getattr(field, "choices", ()))
        return choices[0][0] if choices else field.initial

    def as_submission(self, *, filer: Person | None = None, affected: Person | None = None) -> Submission:
        """What the flow is told. filer, affected: who complains and whom it befell, where the page does not show them."""
        given = self.cleaned_data
        affected = affected or Person(name=given["affected_name"], phone=given["affected_phone"])
        return Submission(
            story=given["story"],
            wish=given["wish"],
            handling_wish=HandlingWish(given["handling_wish"] or HandlingWish.HANDLE),
            channel=given["channel"],
            filer=filer or self._filer(),
            filer_role=FilerRole(given["filer_role"] or FilerRole.COMPLAINANT),
            affected_person=None if affected.is_blank else affected,
            authority_id=int(given["authority"]) if given.get("authority") else None,
            municipality=given.get("municipality", ""),
            law=given["law"],
            points=self._points(),
            involved=involved_in(given),
            provider_id=int(given["provider"]) if given.get("provider") else None,
            other_body=given["other_body"],
            is_about_council=given["is_about_council"],
            is_written=_as_fact(given["is_written"]),
            is_towards_filer=_as_fact(given["is_towards_filer"]),
            is_signed=_as_fact(given["is_signed"]),
            wants_judgment=given["wants_judgment"],
            has_sensitive_text=given["has_sensitive_text"],
        )

    def _filer(self) -> Person:
        given = self.cleaned_data
        return Person(
            name=given["name"],
            phone=given["phone"],
            email=given["email"],
            address=given["address"],
            identity=Identity(given["identity"]),
            preferred_contact=PreferredContact(given["preferred_contact"]),
        )

    def received_or(self, now: datetime) -> datetime:
        """The moment that was given; now when none was."""
        given: datetime | None = self.cleaned_data["received_at"]
        return given or now

    def _points(self) -> tuple[PointTold, ...]:
        given = self.cleaned_data
        points = [
            PointTold(nature=given[f"nature_{place}"], unit=given[f"unit_{place}"], description=given[f"description_{place}"])
            for place in range(1, self.points_on_page + 1)
        ]
        return tuple(point for place, point in enumerate(points) if place == 0 or point != PointTold())


def involved_reason_field() -> forms.CharField:
    """Asked where a colleague may be taken out of a file."""
    return _text(
        _("Why is a colleague taken out?"),
        rows=2,
        help_text=_("Only when you take out a colleague it is about: this person then sees the file again."),
    )


def involved_in(content: Mapping[str, Any]) -> tuple[InvolvedTold, ...]:
    """Who of the organisation was named, by the fields of a form: the first place, the second, and so on."""
    places = sorted(int(name.removeprefix("colleague_")) for name in content if name.startswith("colleague_") and name[10:].isdecimal())
    found = []
    for place in places:
        user, name = str(content[f"colleague_{place}"] or ""), str(content.get(f"colleague_name_{place}") or "")
        if user or name:
            is_somebody_else = bool(content.get(f"colleague_other_{place}"))
            was = str(content.get(f"colleague_was_{place}") or "")
            user_id = int(user) if user.isdecimal() else None
            found.append(InvolvedTold(user_id=user_id, name=name, is_somebody_else=is_somebody_else, was=was))
    return tuple(found)


# Where on the page a field of the flow stands.
FIELD_OF = {
    "filer.name": "name",
    "filer.phone": "phone",
    "filer.email": "email",
    "filer.address": "address",
    "affected_person.name": "affected_name",
    "affected_person.phone": "affected_phone",
    "authority_id": "authority",
    "provider_id": "provider",
}


def part_of_submission(field: str) -> str:
    """The part of a submission that a field on the page is about: phone -> filer, nature_2 -> points."""
    if field in PARTS_OF_FILER:
        return "filer"
    if field in PARTS_OF_AFFECTED:
        return "affected_person"
    if field.startswith("colleague_"):
        return "involved"
    if field.startswith(("nature_", "unit_", "description_")):
        return "points"
    return {"authority": "authority_id", "provider": "provider_id"}.get(field, field)


def field_on_page(field: str | None) -> str | None:
    """points.0.unit -> unit_1, involved.0 -> colleague_1, filer.email -> email."""
    if field is None or field in FIELD_OF:
        return FIELD_OF.get(field or "")
    parts = field.split(".")
    if parts[0] == "points" and len(parts) == 3:
        return f"{parts[2]}_{int(parts[1]) + 1}"
    if parts[0] == "involved" and len(parts) > 1:
        return f"colleague_{int(parts[1]) + 1}"
    return field


def initial_content(choices: IntakeChoices, *, now: datetime) -> dict[str, str]:
    """What a new form begins with: by phone (the organisation's own word for it, where it has one), now, wanting an answer."""
    by_phone = (key for key, _text, code in choices.labels[Dimension.CHANNEL] if code == "PHONE")
    return {
        "channel": next(by_phone, "PHONE"),
        "received_at": now.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M"),
        "handling_wish": HandlingWish.HANDLE.value,
    }


def content_of(before: Submission) -> dict[str, Any]:
    """What the form holds when it begins with what is known now."""
    content: dict[str, Any] = {
        "story": before.story,
        "wish": before.wish,
        "channel": before.channel,
        "handling_wish": before.handling_wish.value,
        "filer_role": before.filer_role.value,
        "authority": str(before.authority_id or ""),
        "municipality": before.municipality,
        "law": before.law,
        "provider": str(before.provider_id or ""),
        "other_body": before.other_body,
        "is_about_council": before.is_about_council,
        "is_written": _fact_as_text(before.is_written),
        "is_towards_filer": _fact_as_text(before.is_towards_filer),
        "is_signed": _fact_as_text(before.is_signed),
        "wants_judgment": before.wants_judgment,
        "has_sensitive_text": before.has_sensitive_text,
        "affected_name": before.affected_person.name if before.affected_person else "",
        "affected_phone": before.affected_person.phone if before.affected_person else "",
    }
    content |= {part: getattr(before.filer, part) for part in PARTS_OF_FILER}
    for place, point in enumerate(before.points, start=1):
        content |= {f"nature_{place}": point.nature, f"unit_{place}": point.unit, f"description_{place}": point.description}
    for place, one in enumerate(before.involved, start=1):
        content |= {f"colleague_{place}": str(one.user_id or ""), f"colleague_name_{place}": one.name, f"colleague_was_{place}": one.was}
    return content


PARTS_OF_AFFECTED = ("affected_name", "affected_phone")
PARTS_OF_FILER = ("name", "phone", "email", "address", "identity", "preferred_contact")


def draft_content(data: Mapping[str, Any], *, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as a draft keeps it: the form's own fields and nothing else."""
    return {name: str(data[name]) for name in fields if data.get(name) not in (None, "")}


def _as_fact(given: str) -> bool | None:
    return {"yes": True, "no": False}.get(given)


def _fact_as_text(fact: bool | None) -> str:
    if fact is None:
        return ""
    return "yes" if fact else "no"
