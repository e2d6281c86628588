"""An organisation at work, by the API: people at their desks and a clock that stands where the story is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tenants.utils import tenant_context

from complaints.work.awaited import feedback_due
from complaints.work.promised import pressing_promises
from complaints.work.work_list import open_work
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import AMSTERDAM, dutch_date
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.documents import PDF

FILE = """
query ($r: String!) { complaint(reference: $r) {
  version state handlingWish dueOn isOpen nextStep derivedKind
  rounds { nodes { number openedOn closedOn outcome { coreCode } dueOn contactDueOn firstContactOn acknowledgedOn ombudsmanUntil
    committee } }
  clock { dueBase noticeDue }
  letters { nodes { id code addressee sentOn way parts { key text } } }
  timeline { nodes { code } }
  points { nodes { id } }
  hearings { nodes { id side } }
  hearingWaivers { nodes { ground } }
  promises { nodes { id } }
  transfers { nodes { id end feedback dueOn } }
  ombudsmanEntries { nodes { id } }
  linked { nodes { reference kind } }
} }
"""

# What only adds needs no version; a letter has its own.
WITHOUT_VERSION = {
    *("registerComplaint", "recordContact", "addNote", "addPromise", "beginLetter", "saveLetter", "sendLetter", "markMessageRead"),
}


class Office:
    """People at their desks, with a clock that stands where the story is."""

    def __init__(self, tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User], patch: pytest.MonkeyPatch):
        self.tenant, self._client_at, self._make_person, self._patch = tenant, client_at, make_person, patch
        self.people: dict[Role, User] = {}
        self.reference, self.now = "", datetime(2025, 3, 3, 9, 0, tzinfo=AMSTERDAM)
        self.role = Role.COORDINATOR

    def person(self, role: Role) -> User:
        if role not in self.people:
            self.people[role] = self._make_person(role)
        return self.people[role]

    def on(self, day: int, month: int, hour: int = 10, *, year: int = 2025) -> None:
        self.now = datetime(year, month, day, hour, tzinfo=AMSTERDAM)
        self._patch.setattr("tenants.clock.timezone", SimpleNamespace(now=lambda: self.now))

    def ask(self, query: str, *, by: Role | User | None = None, **variables: Any) -> dict[str, Any]:
        person = by if isinstance(by, User) else self.person(by or self.role)
        client = self._client_at(self.tenant, person)
        sent = json.dumps({"query": query, "variables": variables})
        return dict(client.post("/graphql/", sent, content_type="application/json").json())

    def file(self, reference: str = "", *, by: Role | User | None = None) -> dict[str, Any]:
        answer = self.ask(FILE, by=by, r=reference or self.reference)
        assert "errors" not in answer, answer
        return dict(answer["data"]["complaint"])

    def told(self, step: str, /, *, by: Role | User | None = None, wanted: str = "", **given: Any) -> dict[str, Any]:
        """The payload of a mutation, carried out or not, with the reference and the version that were seen."""
        kind = step[0].upper() + step[1:] + "Input"
        if step != "registerComplaint":
            given = {"reference": self.reference} | given
        if "version" not in given and step not in WITHOUT_VERSION:
            given["version"] = self.file(str(given["reference"]), by=by)["version"]
        query = f"mutation ($input: {kind}!) {{ {step}(input: $input) {{ {wanted} errors {{ code field message }} }} }}"
        answer = self.ask(query, by=by, input=given)
        assert "errors" not in answer, (step, answer)
        return dict(answer["data"][step])

    def do(self, step: str, /, **given: Any) -> dict[str, Any]:
        payload = self.told(step, **given)
        assert payload["errors"] == [], (step, payload["errors"])
        return payload

    def refused(self, step: str, /, **given: Any) -> list[str]:
        """The codes of a refusal, after which the file is as it was."""
        before = self.file(by=given.get("by"))
        codes = [one["code"] for one in self.told(step, **given)["errors"]]
        assert self.file(by=given.get("by")) == before
        return codes

    def register(self, **told: Any) -> dict[str, Any]:
        wanted = "receipt { reference receivedOn kind dueOn hasStatutoryTerm contactDueOn missing }"
        receipt = dict(self.do("registerComplaint", wanted=wanted, **told)["receipt"])
        self.reference = receipt.pop("reference")
        return receipt

    def letter(self, code: str, *, to: str = "COMPLAINANT", way: str = "LETTER", **facts: Any) -> dict[str, str]:
        """Begin, write and send a letter. Returns its parts by key."""
        wanted = "letter { id version } draft { lacks { code message } }"
        letter = self.do("beginLetter", wanted=wanted, code=code, addressee=to)["letter"]
        of = {"letterId": letter["id"]}
        signer = self.person(Role.COORDINATOR).pk
        saved = self.do("saveLetter", wanted=wanted, **of, version=letter["version"], signer=signer, **({"facts": facts} if facts else {}))
        assert saved["draft"]["lacks"] == [], (code, saved["draft"]["lacks"])
        sent = self.do(
            "sendLetter", wanted="letter { sentOn sha256 parts { key text } }", **of, version=saved["letter"]["version"], way=way
        )
        assert sent["letter"]["sentOn"] == dutch_date(self.now).isoformat()
        assert len(sent["letter"]["sha256"]) == 64
        return {one["key"]: one["text"] for one in sent["letter"]["parts"]}

    def attach(self, name: str) -> str:
        """A PDF beside the file. Returns its id."""
        query = "mutation ($input: AttachDocumentInput!) { attachDocument(input: $input) { document { id } errors { code } } }"
        operations = json.dumps({"query": query, "variables": {"input": {"reference": self.reference, "document": None, "name": name}}})
        sent = {"operations": operations, "map": '{"0": ["variables.input.document"]}', "0": SimpleUploadedFile(name, PDF)}
        answer = self._client_at(self.tenant, self.person(self.role)).post("/graphql/", sent).json()
        return str(answer["data"]["attachDocument"]["document"]["id"])

    def work(self, role: Role = Role.COORDINATOR) -> tuple[str, date] | None:
        """What is most pressing in this file by Mijn werk: why, and by when. None: nothing is asked."""
        with tenant_context(self.tenant):
            rows = [row for group in open_work(actor=self.actor(role), now=self.now).groups for row in group.rows]
            found = [row.work for row in rows if row.round.complaint.reference == self.reference]
            return (found[0].reason.value, found[0].by) if found else None

    def awaited(self) -> list[date | None]:
        """The days by which others would have told what came of it, as far as they are here or past."""
        with tenant_context(self.tenant):
            return [one.due_on for one in feedback_due(actor=self.actor(), today=dutch_date(self.now))[0]]

    def promised(self) -> list[date]:
        """The days of the promises that press, by Mijn werk."""
        with tenant_context(self.tenant):
            return [one.promise.due_on for one in pressing_promises(actor=self.actor(), today=dutch_date(self.now)).rows]

    def actor(self, role: Role = Role.COORDINATOR) -> Actor:
        return actor_for(user=self.person(role), tenant=self.tenant, today=dutch_date(self.now), has_second_factor=True)
