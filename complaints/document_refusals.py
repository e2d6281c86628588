"""Why a file is not kept, in words: what is the matter and what to do instead. A class for each code of `complaints.documents`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.documents.faults import UnfitDocument
from tenants.errors import Refusal


class DocumentRefusal(Refusal):
    """A file that is not kept."""


class DocumentMissing(DocumentRefusal):
    code = "document_missing"
    message = _("Choose a file first.")


class DocumentEmpty(DocumentRefusal):
    code = "document_empty"
    message = _("This file is empty. Check it on your own computer and add it again.")


class DocumentTooLarge(DocumentRefusal):
    code = "document_too_large"
    message = _("This file is larger than %(most)s MB. Make it smaller or split it, for example by scanning in a lower quality.")


class DocumentTypeUnknown(DocumentRefusal):
    code = "document_type_unknown"
    message = _("Files of this kind (%(ending)s) are not kept. Save it as a PDF, or add an office file, picture, sound recording or mail.")


class DocumentIsProgram(DocumentRefusal):
    code = "document_is_program"
    message = _("This is a program or a web page, and could do harm to who opens it. Save what it shows as a PDF or a picture.")


class DocumentHoldsProgram(DocumentRefusal):
    code = "document_holds_program"
    message = _(
        "There is a program inside this file, or a file packed so that nobody sees what it is."
        " Save it without, for example as a PDF, and add it again."
    )


class DocumentHasMacros(DocumentRefusal):
    code = "document_has_macros"
    message = _("There are macros in this file: small programs. Save it without macros (docx, xlsx or pptx) or as a PDF.")


class DocumentIsActivePdf(DocumentRefusal):
    code = "document_is_active_pdf"
    message = _(
        "This PDF can start a script or a program, holds one, or holds something that nobody can look into."
        " Print it to a new PDF (Print, then Save as PDF) and add that one."
    )


class DocumentFetchesParts(DocumentRefusal):
    code = "document_fetches_parts"
    message = _(
        "When somebody opens this file, it fetches a template, picture or another part from elsewhere. Save it as a PDF and add that one."
    )


class DocumentNotWhatItSays(DocumentRefusal):
    code = "document_not_what_it_says"
    message = _(
        "What is in this file is something else than its name says, so it is not kept."
        " Did you not make it yourself? Then do not open it, and ask the sender for a PDF or a picture."
    )


class PictureHasOtherEnding(DocumentRefusal):
    code = "picture_has_other_ending"
    message = _("This picture is a %(kind)s, but its name ends in %(ending)s. Let its name end in %(right)s, and add it again.")


class DocumentDamaged(DocumentRefusal):
    code = "document_damaged"
    message = _("This file is damaged and cannot be read. Open it on your own computer, save it anew and add that file.")


class DocumentEncrypted(DocumentRefusal):
    code = "document_encrypted"
    message = _("This file is locked with a password, so nobody could read it later. Save it without a password and add it again.")


class DocumentUnpacksTooLarge(DocumentRefusal):
    code = "document_unpacks_too_large"
    message = _("This file becomes far larger when it is opened than is safe. Save it as a PDF, or split it.")


class PictureTooLarge(DocumentRefusal):
    code = "picture_too_large"
    message = _("This picture has more than %(most)s million dots. Make it smaller and add it again.")


class DocumentHasVirus(DocumentRefusal):
    code = "document_has_virus"
    message = _("The virus scanner found a virus in this file. It is not kept. Do not open it, and tell your IT department.")


class TooManyDocuments(DocumentRefusal):
    code = "too_many_documents"
    message = _("There are %(most)s documents here already. Remove one that does not belong, or put several in one PDF.")


class TooManyAtOnce(DocumentRefusal):
    code = "too_many_at_once"
    message = _("At most %(most)s files at a time. Add the rest after these.")


class MailTooDeep(DocumentRefusal):
    code = "mail_too_deep"
    message = _("This is a mail in a mail in a mail. Ask for it by itself, or save it and add it apart.")


class DocumentTooManyPages(DocumentRefusal):
    code = "document_too_many_pages"
    message = _("This document has more pages or text than can be redacted at once: at most %(most)s pages. Split it, and add the parts.")


class UploadCutOff(DocumentRefusal):
    code = "upload_cut_off"
    message = _("Together these files are too large to send at once. Add them one by one, each at most 25 MB.")


class WaitsForScanner(Refusal):
    code = "waits_for_scanner"
    message = _("The virus scanner has not looked at this document yet. Try again in a quarter of an hour.")


class IdentityShielded(Refusal):
    code = "identity_shielded"
    message = _("This document may tell who the shielded person is. Open it in the file, with the reason why you have to know.")


_BY_CODE: dict[str, type[DocumentRefusal]] = {one.code: one for one in DocumentRefusal.__subclasses__()}


def refusal_of(fault: UnfitDocument) -> DocumentRefusal:
    """The refusal with the text for what was found in a file."""
    return _BY_CODE[fault.code](field="document", **fault.details)


def text_of_refusal(*, code: str, details: Mapping[str, Any]) -> str:
    """Why a file is not kept, of what is stored of that; "" for a code of the past."""
    refusal = _BY_CODE.get(code)
    return refusal(**details).text if refusal else ""


@dataclass(frozen=True, kw_only=True)
class RefusedDocument:
    """One file of several that is not kept. name: cleaned, for the page alone."""

    name: str
    refusal: DocumentRefusal
