"""What somebody keeps of themselves."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tenants.accounts.flows.own_name import LONGEST_NAME, set_own_name
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


class OwnNameForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("Colleagues see it beside what you do, at every organisation where you have a role."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.OWN_ACCOUNT)
def own_name(request: HttpRequest) -> HttpResponse:
    form = OwnNameForm(request.POST or None, initial={"name": request.user.name})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid():
        try:
            set_own_name(actor=request.actor, name=form.cleaned_data["name"])  # type: ignore[attr-defined]
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your name is saved."))
            return redirect("mfa_index")
    return render(request, "account/own_name.html", {"form": form}, status=422 if form.errors else 200)
