"""Addresses of the register."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from complaints.web.views import changing, documents, imports, listing, messages, notices, read_log, register, registration, start, steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.home, name="home"),
    path("klachten/", listing.complaints, name="complaints"),
    path("klachten/zoeken/", listing.search, name="complaint_search"),
    path("klachten/nieuw/", registration.begin, name="begin_registration"),
    path("klachten/nieuw/<uuid:draft_id>/", registration.register, name="register_complaint"),
    path("klachten/nieuw/<uuid:draft_id>/bewaren/", registration.keep_draft, name="keep_draft"),
    path("klachten/nieuw/<uuid:draft_id>/weggooien/", registration.discard, name="discard_draft"),
    path("klachten/nieuw/<uuid:draft_id>/documenten/", documents.of_draft, name="draft_documents"),
    path("klachten/eerdere/", registration.earlier, name="earlier_files"),
    path("klachten/<str:reference>/geregistreerd/", registration.registered, name="complaint_registered"),
    path("klachten/<str:reference>/", register.complaint, name="complaint"),
    path("klachten/<str:reference>/wijzigen/", changing.change, name="change_complaint"),
    path("klachten/<str:reference>/toewijzen/", steps.assign, name="assign_complaint"),
    path("klachten/<str:reference>/bevestigen/", steps.acknowledge, name="acknowledge_complaint"),
    path("klachten/<str:reference>/contact/", steps.contact, name="record_contact"),
    path("klachten/<str:reference>/notitie/", steps.note, name="add_note"),
    path("klachten/<str:reference>/bericht/", messages.handle, name="handle_message"),
    path("klachten/<str:reference>/afsluiten/", steps.close, name="close_complaint"),
    path("klachten/<str:reference>/terug/", steps.come_back, name="return_complaint"),
    path("klachten/<str:reference>/dubbel/", steps.double, name="mark_duplicate"),
    path("klachten/<str:reference>/vergissing/", steps.by_mistake, name="mark_in_error"),
    path("klachten/<str:reference>/meetellen/", steps.count_again, name="restore_complaint"),
    path("klachten/<str:reference>/ontvangst/", steps.receipt, name="correct_receipt"),
    path("klachten/<str:reference>/documenten/", documents.attach, name="attach_documents"),
    path("klachten/<str:reference>/documenten/<uuid:document_id>/", documents.document, name="complaint_document"),
    path("klachten/<str:reference>/documenten/<uuid:document_id>/verwijderen/", steps.remove_document, name="remove_document"),
    path("klachten/<str:reference>/wie/", steps.reveal, name="reveal_identity"),
    path("wie-keek/", read_log.who_looked, name="who_looked"),
    path("berichten/", notices.own_notices, name="own_notices"),
    path("inlezen/", imports.upload, name="import_complaints"),
    path("inlezen/<uuid:run_id>/", imports.follow, name="import_run"),
    path("inlezen/<uuid:run_id>/voortgang/", imports.progress, name="import_progress"),
    path("inlezen/<uuid:run_id>/fouten.csv", imports.faults_file, name="import_faults"),
]
