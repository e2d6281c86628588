from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import LADDER_STEPS
from complaints.kinds import is_term_of_law
from complaints.models.handling import ContactWay
from tenants.organisation.core_lists import HandlingMode


class Regime(models.TextChoices):
    """Which term of Awb 9:11(1) runs: six weeks, ten with a committee under 9:13/9:14, or a norm of the organisation."""

    INTERNAL = "internal", _("internal handling, six weeks")
    COMMISSION = "commission", _("advisory committee, ten weeks")
    NORM = "norm", _("norm of the organisation")


class SourceTerm(models.TextChoices):
    """What the source said about the term when a closed file was taken over."""

    UNKNOWN = "", _("not said")
    WITHIN = "ja", _("within the term")
    LATE = "nee", _("too late")
    EXTENDED = "verdaagd", _("within the extended term")


class Round(models.Model):
    """One handling of a complaint, from receipt (or return) to closing; a complaint that returns opens the next.

    Dates of the clock are computed by complaints.awb in the transaction that changes what they rest on:
    term_ends_on (the bare term), due_base (with postponements inside it), due_on (as it stands after extension and
    postponement), notice_due_on (9:8(3)), contact_due_on (norm).
    extension_weeks, extension_sent_on: of an extension that was taken over; one recorded here is an Extension.
    is_provisional: a date rests on a year without a decree (Algemene termijnenwet 3(3)).
    has_statutory_term: 9:11 itself sets due_on; else it is a norm of the organisation (oral complaints, signals, reports).
    None: taken over, not said; ask `is_under_law`, which decides for every round.
    committee: before which the complaint lies (9:14); committee_since: the day on which the complainant was told so, from which ten
    weeks hold. None where a round was taken over with its ten weeks.
    mode, ladder_step: how it is handled and by whom on the ombudsman's ladder, derived. return_reason: of a later round.
    first_attempt_on: the first time somebody tried to reach the complainant; first_contact_on: the first talk.
    is_written: of a later round, whether the person came back in writing; None: as the file did, which
    holds for every first round.
    source_due_on: the date the source system had, kept beside ours. taken_over: closed elsewhere, so without proof here.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handled_by = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    regime = models.CharField(max_length=12, choices=Regime.choices, default=Regime.INTERNAL)
    has_statutory_term = models.BooleanField(null=True, blank=True)
    is_written = models.BooleanField(null=True, blank=True)
    committee = models.ForeignKey(
        "organisation.AdvisoryCommittee", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="rounds"
    )
    committee_since = models.DateField(null=True, blank=True)
    source_term = models.CharField(max_length=10, blank=True, choices=SourceTerm.choices, default=SourceTerm.UNKNOWN)
    taken_over = models.BooleanField(default=False)
    mode = models.CharField(max_length=10, blank=True, choices=[(mode.value, mode.value) for mode in HandlingMode])
    ladder_step = models.CharField(max_length=10, blank=True, choices=[(step.value, name) for step, name in LADDER_STEPS.items()])
    return_reason = models.TextField(blank=True)
    first_attempt_on = models.DateField(null=True, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    acknowledged_on = models.DateField(null=True, blank=True)
    extension_weeks = models.PositiveSmallIntegerField(default=0)
    extension_sent_on = models.DateField(null=True, blank=True)
    term_ends_on = models.DateField()
    due_base = models.DateField()
    due_on = models.DateField()
    notice_due_on = models.DateField(null=True, blank=True)
    contact_due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    source_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["complaint_id", "number"]
        indexes = [
            models.Index(fields=["closed_on"], name="round_by_closing"),
            models.Index(fields=["due_on"], condition=Q(closed_on__isnull=True), name="round_open_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["complaint"], condition=Q(closed_on__isnull=True), name="one_open_round"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="closing_not_before_opening"
            ),
            models.CheckConstraint(condition=Q(extension_weeks__lte=4), name="extension_at_most_four_weeks"),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    @property
    def came_in_writing(self) -> bool:
        """Whether this round did, so that receipt is confirmed in writing (9:6). Reads the complaint where the round does not say."""
        return bool(self.complaint.is_written if self.is_written is None else self.is_written)

    @property
    def is_confirmed_in_writing(self) -> bool:
        """Whether 9:6 asks that: it came in writing, or nothing tells how and the term of the law runs. Reads what the other does."""
        is_written = self.complaint.is_written if self.is_written is None else self.is_written
        return bool(self.has_statutory_term if is_written is None else is_written)

    @property
    def extended_weeks(self) -> int:
        """How long it is extended in all: taken over, and recorded here. Uses what is loaded."""
        return self.extension_weeks + sum(one.weeks for one in self.extensions.all())

    @property
    def is_under_law(self) -> bool:
        """Whether 9:11 sets the last day. Reads kind and channel of the complaint."""
        if self.regime == Regime.NORM:
            return False
        if self.has_statutory_term is not None:
            return self.has_statutory_term
        of = self.complaint
        kind = of.derived_kind or (of.kind.core_code if of.kind else None)
        return is_term_of_law(kind=kind, is_written=self.came_in_writing, channel_code=of.channel.core_code if of.channel else None)


class NoSubject(models.TextChoices):
    """Why nobody complained about got a letter, or was heard: somebody has to say so."""

    SOMEBODY = "", _("does not apply")
    UNKNOWN = "UNKNOWN", _("it is not known whom it is about")
    BODY = "BODY", _("it is about the authority itself")


class TermChange(models.Model):
    """What moved the last day of a round, recorded here. What was taken over says none of this but its days.

    reason: a text, emptied by destruction. due_before, due_after: the last day as it stood then, and as it became.
    """

    reason = models.TextField(blank=True, db_default="")
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Extension(TermChange):
    """An extension (verdaging, Awb 9:11(2)), of which both the complainant and whom it is about had a letter.

    subject_sent_on: the day of the last letter to somebody complained about; None where no_subject says why there is none.
    One that was taken over stands in the round itself.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="extensions")
    weeks = models.PositiveSmallIntegerField()
    complainant_sent_on = models.DateField()
    subject_sent_on = models.DateField(null=True, blank=True)
    no_subject = models.CharField(max_length=10, blank=True, choices=NoSubject.choices, default=NoSubject.SOMEBODY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=4), name="extension_one_to_four_weeks"),
            models.CheckConstraint(
                condition=Q(subject_sent_on__isnull=False, no_subject="") | Q(subject_sent_on__isnull=True) & ~Q(no_subject=""),
                name="subject_has_a_letter_or_there_is_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weeks} weeks"

    @property
    def notified_on(self) -> date:
        """The day the last of the letters was sent."""
        return max(self.complainant_sent_on, self.subject_sent_on or self.complainant_sent_on)


class ConsentedChange(TermChange):
    """Further postponement, of which the complainant's written consent is in the file (Awb 9:11(3)).

    consented_on: the day the complainant agreed. consent_document, consent_message: where that stands; one of both, neither
    where it was taken over or destroyed.
    """

    consented_on = models.DateField(null=True, blank=True)
    consent_document = models.ForeignKey("complaints.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    consent_message = models.ForeignKey("complaints.IncomingMessage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class AgreedDate(ConsentedChange):
    """Further postponement to a day ("uiterlijk 1 juni", Awb 9:11(3)): that day stands and never moves."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="agreed_dates")
    due_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.due_on)


class Postponement(ConsentedChange):
    """Further postponement for a period, with the complainant's written consent (Awb 9:11(3)); both days included."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="postponements")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="postponement_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.starts_on}..{self.ends_on}"
