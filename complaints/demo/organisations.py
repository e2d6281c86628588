"""What the demo is made of: three organisations, a person per role."""

from __future__ import annotations

from datetime import date

from tenants.models import TenantKind
from tenants.organisation.core_lists import Dimension
from tenants.organisation.flows.provisioning import NewTenant
from tenants.permissions import Role

PASSWORD = "voorbeeld-wachtwoord"  # noqa: S105 - demo logins exist under the local settings alone

TENANTS = (
    NewTenant(
        slug="wil",
        name="Werk en Inkomen Lekstroom",
        kind=TenantKind.GR,
        participant_codes=("GM0353", "GM0321", "GM0356", "GM0331"),
        has_demo_data=True,
    ),
    NewTenant(
        slug="nwf",
        name="Dienst Noardwest Fryslân",
        kind=TenantKind.GR,
        participant_codes=("GM1949", "GM0072", "GM0093", "GM0096"),
        has_demo_data=True,
    ),
    NewTenant(slug="voorbeeld", name="Gemeente Voorbeeld", kind=TenantKind.GEMEENTE, has_demo_data=True),
)

# role, e-mail address, name. The operator belongs to the portal, everybody else to all three organisations.
PEOPLE = (
    (Role.ADMINISTRATOR, "beheerder@voorbeeld.example", "Voorbeeld Beheerder"),
    (Role.COORDINATOR, "coordinator@voorbeeld.example", "Voorbeeld Coördinator"),
    (Role.HANDLER, "behandelaar@voorbeeld.example", "Voorbeeld Behandelaar"),
    (Role.EMPLOYEE, "medewerker@voorbeeld.example", "Voorbeeld Medewerker"),
    (Role.MANAGER, "leidinggevende@voorbeeld.example", "Voorbeeld Leidinggevende"),
    (Role.COUNCIL_MEMBER, "raadslid@voorbeeld.example", "Voorbeeld Raadslid"),
    (Role.COUNCIL_REGISTRY, "griffie@voorbeeld.example", "Voorbeeld Griffie"),
    (Role.COMMITTEE_MEMBER, "commissielid@voorbeeld.example", "Voorbeeld Commissielid"),
    (Role.OPERATOR, "operator@voorbeeld.example", "Voorbeeld Operator"),
)

# The words of the published tables in their printed order.
LABELS_IN_ORDER: dict[str, dict[Dimension, tuple[str, ...]]] = {
    "wil": {
        Dimension.UNIT: ("Inkomen", "SHV", "Inkomensondersteuning", "Werk", "Bedrijfsvoering"),
        Dimension.NATURE: ("Bejegening", "Gebrekkige informatie/nalatigheid", "Afhandelingsduur"),
        Dimension.MUNICIPALITY: ("IJsselstein", "Houten", "Nieuwegein", "Lopik"),
        Dimension.OUTCOME: (
            "Gegrond",
            "Gedeeltelijk gegrond",
            "Ongegrond",
            "Wederzijdse overeenstemming",
            "Ingetrokken",
            "Niet ontvankelijk",
        ),
    },
    "nwf": {
        Dimension.NATURE: ("Dienstverlening", "Beleid", "Divers"),
        Dimension.CHANNEL: ("Telefonisch", "Digitaal", "Schriftelijk", "Intern signaal"),
        Dimension.UNIT: ("Dienst",),
    },
    "voorbeeld": {Dimension.UNIT: ("Wmo", "Jeugd", "Werk en inkomen", "Schuldhulp", "Burgerzaken")},
}
# Phone number, when it is answered, e-mail address. Numbers that belong to nobody.
REACHABILITY = {
    "wil": ("030 000 00 01", "op werkdagen van 9.00 tot 16.00 uur", "klachten@wil.example"),
    "nwf": ("0518 00 00 01", "op werkdagen van 8.30 tot 16.30 uur", "klachten@nwf.example"),
    "voorbeeld": ("030 000 00 02", "op werkdagen van 9.00 tot 17.00 uur", "klachten@voorbeeld.example"),
}
# Name and contact details as letters give them.
OMBUDSMAN = (
    "de Nationale ombudsman",
    "Telefoon 0800 33 55 555 (gratis), www.nationaleombudsman.nl, Postbus 93122, 2509 AC Den Haag",
)
SIGNS_AS = "Klachtencoördinator"
COMMITTEE = ("Klachtencommissie Voorbeeld", "Klachtenregeling Gemeente Voorbeeld, artikel 5 (voorbeeld)")
MANDATED_FROM = date(2024, 1, 1)
MANAGED_UNIT = {"wil": "Werk", "nwf": "Dienst", "voorbeeld": "Wmo"}
COUNCIL_MUNICIPALITY = {"wil": "GM0321", "nwf": "GM1949", "voorbeeld": None}

# KVK number, name, AGB code, website. Invented, and saying so: the directory is shared, so no organisation's banner tells it.
PROVIDERS = (
    ("00000001", "Zorgaanbieder De Linde (voorbeeld)", "00000001", "https://linde.example"),
    ("00000002", "Jeugdhulp Noorderlicht (voorbeeld)", "00000002", "https://noorderlicht.example"),
    ("00000003", "Thuisbegeleiding Samen Verder (voorbeeld)", "", ""),
)
