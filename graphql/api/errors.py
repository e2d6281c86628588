"""Errors as callers get them: {code, field, message}, and nothing of our insides."""

from __future__ import annotations

import logging
from typing import Any

import sentry_sdk
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from graphql import GraphQLError, GraphQLSyntaxError

from complaints.awb.refusals import ClockRefusal
from tenants.errors import Refusal, Refusals

log = logging.getLogger(__name__)

# What GraphQL itself refuses it tells in English, for who builds; before that, what to do.
NOT_GRAPHQL = gettext_lazy("The question is no valid GraphQL. Correct it at the place that is named: %(detail)s")
NOT_OF_SCHEMA = gettext_lazy("The question does not fit the schema of this API. Correct this part and send it again: %(detail)s")
# Which argument of `deadline` the clock refuses.
FIELD_OF_CLOCK_REFUSAL = {
    "no_commission_appointed": "commissionAppointed",
    "extension_too_long": "extensionWeeks",
    "extension_weeks_invalid": "extensionWeeks",
    "postponement_ends_before_start": "suspensions",
    "postponement_on_or_before_receipt": "suspensions",
    "postponement_after_due": "suspensions",
    "year_out_of_range": "receivedOn",
}


def error_as_dict(error: Exception) -> dict[str, Any]:
    """What stands in `errors`: message, place, and extensions with code and field."""
    original = getattr(error, "original_error", None)
    if isinstance(original, Refusals):
        first, every = original.refusals[0], [{"code": one.code, "field": one.field, "message": one.text} for one in original.refusals]
        return _shaped(error, code=first.code, field=first.field, message=original.text, refusals=every)
    if isinstance(original, Refusal):
        return _shaped(error, code=original.code, field=original.field, message=original.text)
    if isinstance(original, ClockRefusal):
        text = original.text(language=get_language() or "nl")
        return _shaped(error, code=original.code, field=FIELD_OF_CLOCK_REFUSAL.get(original.code), message=text)
    if isinstance(error, GraphQLError) and (original is None or isinstance(original, GraphQLError)):
        # The second: a variable that a scalar of ours does not take.
        told = getattr(original, "extensions", None) or error.extensions or {}
        if "code" in told:
            return _shaped(error, code=told["code"], field=None, message=error.message)
        lead = NOT_GRAPHQL if isinstance(error, GraphQLSyntaxError) else NOT_OF_SCHEMA
        return _shaped(error, code="invalid_request", field=None, message=lead % {"detail": error.message})
    # A fault of ours: the type alone is logged, since a text may hold what somebody typed; the tracker gets the place.
    log.error("api.unexpected_error type=%s", type(original or error).__name__, exc_info=None)
    _report(original or error)
    return _shaped(error, code="internal_error", field=None, message=_("Something went wrong on our side. Try again later."))


def _report(error: Exception) -> None:
    sentry_sdk.capture_exception(error)


def _shaped(error: Exception, *, code: str, field: str | None, message: str, **more: Any) -> dict[str, Any]:
    """more: what else stands in `extensions`, such as every refusal where there are several."""
    shaped: dict[str, Any] = {"message": message, "extensions": {"code": code, "field": field, "message": message, **more}}
    if isinstance(error, GraphQLError):
        if error.locations:
            shaped["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
        if error.path:
            shaped["path"] = error.path
    return shaped
