"""Addresses every tenant has: own account, people and roles, words, authorities, norms, looks. The start page is the register's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tenants.web.views import absences, labels, looks, memberships, organisation

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.web.urls_common")),
    path("huisstijl.css", looks.theme_stylesheet, name="theme_stylesheet"),
    path("logo", looks.tenant_logo, name="tenant_logo"),
    path("huisstijl/", looks.looks, name="looks"),
    path("mensen/", memberships.memberships, name="memberships"),
    path("mensen/rollen/", memberships.who_may_what, name="who_may_what"),
    path("mensen/toevoegen/", memberships.grant, name="grant_membership"),
    path("mensen/<int:membership_id>/beeindigen/", memberships.end, name="end_membership"),
    path("indeling/", labels.labels, name="labels"),
    path("indeling/<uuid:label_id>/", labels.map_one, name="map_label"),
    path("indeling/<uuid:label_id>/omhoog/", labels.move, {"direction": "up"}, name="move_label_up"),
    path("indeling/<uuid:label_id>/omlaag/", labels.move, {"direction": "down"}, name="move_label_down"),
    path("afwezig/", absences.absences, name="absences"),
    path("afwezig/toevoegen/", absences.record, name="record_absence"),
    path("afwezig/vervanger/", absences.substitute, name="name_substitute"),
    path("afwezig/<int:absence_id>/", absences.change, name="change_absence"),
    path("afwezig/<int:absence_id>/terug/", absences.end, name="end_absence"),
    path("organisatie/", organisation.authorities, name="authorities"),
    path("organisatie/normen/", organisation.norms, name="norms"),
    path("organisatie/bereikbaarheid/", organisation.reachability, name="reachability"),
    path("organisatie/bewaren/", organisation.retention, name="retention"),
    path("organisatie/herinneringen/", organisation.reminders, name="reminders"),
    path("organisatie/toevoegen/", organisation.add, name="add_authority"),
    path("organisatie/deelnemers/toevoegen/", organisation.add_participant, name="add_participant"),
    path("organisatie/deelnemers/<slug:municipality_code>/", organisation.change_participant, name="change_participant"),
    path("organisatie/<int:authority_id>/", organisation.authority, name="authority"),
    path("organisatie/<int:authority_id>/wijzigen/", organisation.change, name="change_authority"),
    path("organisatie/<int:authority_id>/standaard/", organisation.default, name="make_default"),
    path("organisatie/<int:authority_id>/ombudsman/", organisation.ombudsman, name="name_ombudsman"),
    path("organisatie/<int:authority_id>/ombudsman/<int:ombudsman_id>/", organisation.correct, name="correct_ombudsman"),
    path("organisatie/<int:authority_id>/ombudsman/<int:ombudsman_id>/intrekken/", organisation.withdraw_named, name="withdraw_ombudsman"),
    path("organisatie/<int:authority_id>/commissie/", organisation.committee, name="appoint_committee"),
    path("organisatie/<int:authority_id>/commissie/<int:committee_id>/", organisation.change_appointment, name="change_committee"),
    path("organisatie/<int:authority_id>/commissie/<int:committee_id>/lid/", organisation.seat, name="seat_committee_member"),
    path(
        "organisatie/<int:authority_id>/commissie/<int:committee_id>/lid/<int:seat_id>/weg/",
        organisation.unseat,
        name="unseat_committee_member",
    ),
    path(
        "organisatie/<int:authority_id>/commissie/<int:committee_id>/intrekken/", organisation.withdraw_appointed, name="withdraw_committee"
    ),
    path("organisatie/<int:authority_id>/ondertekenen/", organisation.mandate, name="grant_signing_mandate"),
    path("organisatie/<int:authority_id>/ondertekenen/<int:mandate_id>/", organisation.end_mandate, name="end_signing_mandate"),
    path("organisatie/<int:authority_id>/ondertekenen/<int:mandate_id>/intrekken/", organisation.withdraw_mandate, name="withdraw_mandate"),
]
