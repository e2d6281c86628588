"""What pages read of the organisations themselves: labels, looks, authorities, and for operators the list of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, QuerySet

from tenants.accounts.selectors import (
    PersonHere,
    colleagues_here,
    full_names,
    names_here,
    only_with_role,
    people_by_role,
    people_here,
    people_who_had_role,
    people_with_role,
)
from tenants.actors import Actor, guard
from tenants.models import Municipality, NightlyCheck, Participation, Tenant, TenantKind
from tenants.organisation.access import access_authority
from tenants.organisation.checks import Period, in_force, is_in_force
from tenants.organisation.core_lists import DIMENSIONS_WITHOUT_CORE_LIST, Dimension
from tenants.organisation.letters import EVERY_LETTER
from tenants.organisation.models import (
    Absence,
    AdvisoryCommittee,
    Authority,
    CommitteeSeat,
    CompetentOmbudsman,
    Label,
    OrganisationEvent,
    OrganisationSettings,
    SigningMandate,
)
from tenants.organisation.standing_in import who_does_work_of
from tenants.permissions import COMMITTEE, COMPLAINT_TEAM, OUTSIDERS, REGISTRY, Permission, Role


def list_tenants(*, actor: Actor) -> QuerySet[Tenant]:
    """Every organisation with its hosts, by name; no content."""
    guard(actor, Permission.OPERATE_SERVICE)
    return Tenant.objects.exclude(kind=TenantKind.PORTAL).prefetch_related("domains").order_by("name", "pk")


def latest_checks(*, actor: Actor) -> dict[int, NightlyCheck]:
    """The last night's check of every organisation that has one, by its key: numbers alone."""
    guard(actor, Permission.OPERATE_SERVICE)
    return {one.tenant_id: one for one in NightlyCheck.objects.order_by("tenant", "-day").distinct("tenant")}


def labels_by_dimension(*, actor: Actor) -> dict[Dimension, list[Label]]:
    """Every label in the organisation's own order; a dimension without labels is there too."""
    guard(actor, Permission.MANAGE_LABELS)
    found: dict[Dimension, list[Label]] = {dimension: [] for dimension in Dimension}
    for label in Label.objects.order_by("dimension", "position", "text"):
        found[Dimension(label.dimension)].append(label)
    return found


def labels_of(*, actor: Actor, dimension: Dimension) -> list[Label]:
    """Every label for one thing in the organisation's own order, for whoever registers complaints."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    return list(Label.objects.filter(dimension=dimension).order_by("position", "text"))


def label_choices(*, actor: Actor) -> dict[Dimension, list[str]]:
    """The words somebody who sees complaints can narrow a list by, in the organisation's own order."""
    guard(actor, Permission.SEE_COMPLAINTS)
    found: dict[Dimension, list[str]] = {dimension: [] for dimension in Dimension}
    for dimension, text in Label.objects.order_by("dimension", "position", "text").values_list("dimension", "text"):
        found[Dimension(dimension)].append(text)
    return found


def count_labels_to_map(*, actor: Actor) -> int:
    """How many labels are "nog in te delen"."""
    guard(actor, Permission.MANAGE_LABELS)
    return labels_to_map().count()


def labels_to_map() -> QuerySet[Label]:
    """Labels that map onto nothing yet and should."""
    return Label.objects.filter(core_code__isnull=True).exclude(dimension__in=[one.value for one in DIMENSIONS_WITHOUT_CORE_LIST])


def current_looks() -> OrganisationSettings | None:
    """The organisation's colour and logo: public, they stand on the sign-in page."""
    return OrganisationSettings.objects.first()


def municipality_choices(*, actor: Actor) -> list[tuple[str, str]]:
    """The municipalities that figures can be narrowed to: CBS code and the organisation's own word."""
    guard(actor, Permission.SEE_YEARLY_FIGURES)
    labels = Label.objects.filter(dimension=Dimension.MUNICIPALITY, core_code__isnull=False).order_by("position", "text")
    return [(str(code), text) for code, text in dict(labels.values_list("core_code", "text")).items()]


BelongsToAuthority = TypeVar("BelongsToAuthority", bound=Period)


@dataclass(frozen=True, kw_only=True)
class AuthorityOnDay:
    """An authority with what belonged to it on a day; None: no ombudsman named, no committee appointed."""

    authority: Authority
    ombudsman: CompetentOmbudsman | None
    committee: AdvisoryCommittee | None


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A mandate with the person who holds it. person: None when nothing may be shown of somebody who never came in here."""

    mandate: SigningMandate
    person: PersonHere | None


@dataclass(frozen=True, kw_only=True)
class Seated:
    """Somebody who sits on a committee. is_able: holds the role of member here and no other, without which nobody advises."""

    seat: CommitteeSeat
    person: PersonHere | None
    is_able: bool


@dataclass(frozen=True, kw_only=True)
class ManagedCommittee:
    """A committee with who sits on it now, the chair first."""

    committee: AdvisoryCommittee
    seated: list[Seated]


@dataclass(frozen=True, kw_only=True)
class ManagedAuthority:
    """An authority as an administrator sees it: now, and everything before and after, newest first."""

    now: AuthorityOnDay
    ombudsmen: list[CompetentOmbudsman]
    committees: list[ManagedCommittee]
    signers: list[Signer]

    @property
    def authority(self) -> Authority:
        return self.now.authority


def seatable_people(*, actor: Actor, tenant: Tenant, day: date) -> list[PersonHere]:
    """Who could sit on a committee: the role of member here and no other."""
    able = only_with_role(roles=COMMITTEE, today=day)
    return [one for one in people_here(actor=actor, tenant=tenant).values() if one.user_id in able and one.has_role]


def authorities_on(*, actor: Actor, day: date) -> list[AuthorityOnDay]:
    """Every authority with its ombudsman and committee on a day, the default first. For whoever registers complaints."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    return [_on_day(one, day) for one in _in_order(Authority.objects.prefetch_related("ombudsmen", "committees"))]


def managed_authorities(*, actor: Actor, tenant: Tenant, day: date) -> list[ManagedAuthority]:
    """Every authority, the default first, ended ones last; signers: who may sign on the day, by a mandate and with a role here."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    people = people_here(actor=actor, tenant=tenant)
    found = _in_order(Authority.objects.select_related("municipality").prefetch_related("ombudsmen", "committees__seats", "mandates"))
    rows = [_managed(one, people, day, only_running=True) for one in found]
    return sorted(rows, key=lambda row: row.authority.valid_until is not None and row.authority.valid_until < day)


def managed_authority(*, actor: Actor, tenant: Tenant, authority_id: int, day: date) -> ManagedAuthority:
    """One authority with all that ever belonged to it. Raises NotFound."""
    authority = access_authority(actor=actor, authority_id=authority_id)
    return _managed(authority, people_here(actor=actor, tenant=tenant), day, only_running=False)


def participants(*, actor: Actor, tenant: Tenant) -> QuerySet[Municipality]:
    """The municipalities that take part in a joint authority, at any time."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return Municipality.objects.filter(participations__tenant=tenant).distinct()


def participations(*, actor: Actor, tenant: Tenant) -> QuerySet[Participation]:
    """Every period in which a municipality takes part, by its name; none where the organisation is no joint authority."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    found = Participation.objects.filter(tenant=tenant, tenant__kind=TenantKind.GR).select_related("municipality")
    return found.order_by("municipality__name", F("valid_from").desc(nulls_last=True), "pk")


def municipalities_outside(*, actor: Actor, tenant: Tenant) -> QuerySet[Municipality]:
    """The municipalities that never took part, by name."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return Municipality.objects.exclude(participations__tenant=tenant)


def current_norms(*, actor: Actor) -> OrganisationSettings:
    """The organisation's service norms."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    return OrganisationSettings.objects.get()


MOST_PAST = 20


@dataclass(frozen=True, kw_only=True)
class ShownAbsence:
    """Somebody's absence, with both by the name they are known by here. may_change: whether whoever looks may."""

    absence: Absence
    person: str
    substitute: str
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class Absences:
    """now: who is away today; coming: soonest first; past: the last ones, newest first."""

    now: list[ShownAbsence]
    coming: list[ShownAbsence]
    past: list[ShownAbsence]


def absences_on(*, actor: Actor, day: date) -> Absences:
    """Who is away, who will be and who was. Colleagues see each other's: they have to know who takes over."""
    guard(actor, Permission.RECORD_ABSENCE)
    running = list(Absence.objects.filter(last_day__gte=day))
    over = list(Absence.objects.filter(last_day__lt=day).order_by("-last_day", "-pk")[:MOST_PAST])
    names = names_here({person for one in (*running, *over) for person in (one.user_id, one.substitute_id)})
    others = actor.may(Permission.RECORD_ABSENCE_OF_OTHERS)

    def shown(one: Absence) -> ShownAbsence:
        may_change = one.last_day >= day and (others or one.user_id == actor.user_id)
        return ShownAbsence(absence=one, person=names[one.user_id], substitute=names[one.substitute_id], may_change=may_change)

    return Absences(
        now=[shown(one) for one in running if one.first_day <= day],
        coming=[shown(one) for one in running if one.first_day > day],
        past=[shown(one) for one in over],
    )


def absences_of_own(*, actor: Actor, day: date) -> tuple[ShownAbsence | None, list[ShownAbsence]]:
    """This person's absence on a day, and those of everybody whose work they do meanwhile, by name.

    substitute: who really does the work, which is somebody further where whoever was named is away as well; empty where nobody does,
    or where that one does not handle such complaints (any more).
    """
    guard(actor, Permission.RECORD_ABSENCE)
    away = {one.user_id: one for one in Absence.objects.filter(first_day__lte=day, last_day__gte=day)}
    replaced = {user_id: one.substitute_id for user_id, one in away.items()}
    able = _who_does_such_work(away, day=day)
    does = {user_id: who_does_work_of(user_id, replaced=replaced, able=able[user_id]) for user_id in away}
    mine = [user_id for user_id in away if actor.user_id in (user_id, does[user_id])]
    names = names_here({person for user_id in mine for person in (user_id, does[user_id]) if person is not None})
    shown = {
        user_id: ShownAbsence(absence=away[user_id], person=names[user_id], substitute=names.get(does[user_id] or 0, ""), may_change=True)
        for user_id in mine
    }
    own = shown.pop(actor.user_id, None) if actor.user_id is not None else None
    return own, sorted(shown.values(), key=lambda one: one.person.casefold())


def _who_does_such_work(user_ids: Iterable[int], *, day: date) -> dict[int, set[int]]:
    """Of each person everybody who handles what they handle: complaints of the team, of the registry, or both. One query."""
    people = people_by_role(today=day)
    crews = [set().union(*(people[role] for role in roles)) for roles in (COMPLAINT_TEAM, REGISTRY)]
    return {user_id: set().union(*(crew for crew in crews if user_id in crew)) for user_id in user_ids}


def substitute_coordinator() -> tuple[int, str] | None:
    """Who takes a file in which a coordinator is involved: the person and how they are named here. None: nobody is named."""
    user_id = OrganisationSettings.objects.values_list("substitute_coordinator_id", flat=True).first()
    return (user_id, names_here({user_id})[user_id]) if user_id is not None else None


def people_who_handle(*, actor: Actor, today: date) -> list[PersonHere]:
    """Everybody who handles complaints here today, the registry included, by name."""
    guard(actor, Permission.RECORD_ABSENCE)
    able = people_with_role(roles=COMPLAINT_TEAM | REGISTRY, today=today)
    return [one for one in colleagues_here() if one.user_id in able]


def people_of_the_team(*, actor: Actor, today: date) -> list[PersonHere]:
    """The complaint team today, by name."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    able = people_with_role(roles=COMPLAINT_TEAM, today=today)
    return [one for one in colleagues_here() if one.user_id in able]


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Somebody who may sign a letter, by name and by the function the mandate gives."""

    user_id: int
    name: str
    function_title: str


def who_may_sign(*, actor: Actor, authority: Authority, letter_code: str, day: date, today: date) -> list[Signatory]:
    """Who holds a mandate for a letter of this authority on its day and has a role here today, or had one on that day, by name.

    Each once, the mandate for this very letter before one for every letter. A role begins when an organisation comes here, and who
    left signed while they were there. letter_code: of the two letters of an extension the one code both have will do (L08).
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    mandates = authority.mandates.filter(in_force(day=day), letter_code__in=[EVERY_LETTER, letter_code, letter_code[:3]])
    titles = {one.user_id: one.function_title for one in mandates.order_by("letter_code", "valid_from", "pk")}
    able = list(frozenset(Role) - OUTSIDERS)
    people = people_with_role(roles=able, today=today) | (people_who_had_role(roles=able, day=day) if day < today else set())
    named = full_names([one for one in titles if one in people])
    found = [Signatory(user_id=one, name=named[one], function_title=titles[one]) for one in named]
    return sorted(found, key=lambda one: one.name.casefold())


def _in_order(authorities: QuerySet[Authority]) -> QuerySet[Authority]:
    return authorities.order_by("-is_default", F("valid_from").desc(nulls_last=True), "name", "pk")


def _managed(authority: Authority, people: dict[int, PersonHere], day: date, *, only_running: bool) -> ManagedAuthority:
    able = set() if only_running else only_with_role(roles=COMMITTEE, today=day)
    signers = [
        Signer(mandate=one, person=people.get(one.user_id))
        for one in _newest_first(authority.mandates.all())
        if not only_running or (is_in_force(one, day=day) and one.user_id in people and people[one.user_id].has_role)
    ]
    return ManagedAuthority(
        now=_on_day(authority, day),
        ombudsmen=_newest_first(authority.ombudsmen.all()),
        committees=[
            ManagedCommittee(
                committee=one,
                seated=[
                    Seated(seat=seat, person=people.get(seat.user_id), is_able=seat.user_id in able)
                    for seat in one.seats.all()
                    if seat.left_on is None
                ],
            )
            for one in _newest_first(authority.committees.all())
        ],
        signers=sorted(signers, key=lambda one: (one.person.shown_name.casefold() if one.person else "", one.mandate.letter_code)),
    )


def _on_day(authority: Authority, day: date) -> AuthorityOnDay:
    return AuthorityOnDay(
        authority=authority, ombudsman=_running(authority.ombudsmen.all(), day), committee=_running(authority.committees.all(), day)
    )


def _running(rows: Iterable[BelongsToAuthority], day: date) -> BelongsToAuthority | None:
    return next((one for one in rows if is_in_force(one, day=day)), None)


def _newest_first(rows: Iterable[BelongsToAuthority]) -> list[BelongsToAuthority]:
    return sorted(rows, key=lambda one: one.valid_from or date.min, reverse=True)


def last_mapping(label: Label) -> OrganisationEvent | None:
    """When a word last got its meaning, with what it was before; None while nobody gave it one."""
    return OrganisationEvent.objects.filter(code="label_mapped", data__label=str(label.pk)).order_by("-pk").first()
