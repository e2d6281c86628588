"""Which messages somebody wants."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from complaints.flows.notice_choice import choose_notices
from complaints.models import NoticeWish
from complaints.work.notifying import wish_of
from tenants.permissions import Permission, requires


class WishForm(forms.Form):
    wish = forms.ChoiceField(
        label=gettext_lazy("Which messages do you want by mail?"), choices=NoticeWish.choices, widget=forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CHOOSE_NOTICES)
def own_notices(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = WishForm(request.POST or None, initial={"wish": wish_of(actor.user_id)})
    if request.method == "POST" and form.is_valid():
        choose_notices(actor=actor, wish=form.cleaned_data["wish"])
        messages.success(request, _("Your choice was saved."))
        return redirect("home")
    return render(request, "complaints/own_notices.html", {"form": form}, status=422 if form.errors else 200)
