"""What a local installation would have mailed, so that one can read it without a mail server."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tenants.local_mail import MOST_SHOWN, is_mail_local, local_mails
from tenants.permissions import Permission, requires


@require_safe
@never_cache
@requires(Permission.OWN_ACCOUNT)
def local_mail(request: HttpRequest) -> HttpResponse:
    """The newest mails. Not there where mail is sent."""
    if not is_mail_local():
        raise Http404
    return render(request, "pages/local_mail.html", {"mails": local_mails(), "most": MOST_SHOWN})
