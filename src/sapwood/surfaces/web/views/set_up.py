"""The first-run questions: who runs this, whose home it is, in which zone a day begins."""

import zoneinfo

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sapwood.records.access.models import Installation
from sapwood.records.directory.models import Organisation
from sapwood.workflows.permission import require
from sapwood.workflows.set_up import home_guess, set_up


class FirstQuestions(forms.Form):
    name = forms.CharField(label="Your name", max_length=200)
    email = forms.EmailField(label="Your mail address", help_text="You sign in with it.")
    password = forms.CharField(
        label="A password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters.",
    )
    home_name = forms.CharField(label="Your organisation’s name", max_length=200)
    home_domains = forms.CharField(
        label="Its mail domains",
        help_text="What stands behind the @ in your colleagues’ addresses; several with a space between.",
    )
    zone = forms.ChoiceField(label="Time zone", help_text="When a day begins and ends.")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["zone"].choices = [
            (zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())
        ]
        self.fields["zone"].widget.attrs["data-guess"] = "yes"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["home_name"].widget.attrs["autocomplete"] = "organization"
        self.fields["home_domains"].widget.attrs.update(autocapitalize="none", spellcheck="false")

    def clean_home_domains(self):
        return self.cleaned_data["home_domains"].replace(",", " ").split()


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_questions(request):
    require(request.user, "set up")
    if Installation.objects.filter(pk=1).exclude(set_up=None).exists():
        return redirect("today")
    guesses = home_guess()
    form = FirstQuestions(request.POST or None, initial=_known(request.user, guesses))
    if request.method == "POST" and form.is_valid():
        try:
            set_up(request.user, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)  # the new password must not sign its owner out
            messages.success(
                request, "The house is yours. Now bring your mail, and Sapwood tells you whom you neglect."
            )
            return redirect("imports")
    return render(
        request, "set_up/set_up.html", {"form": form, "guesses": guesses}, status=422 if form.errors else 200
    )


def _known(user, guesses) -> dict:
    home = Organisation.of_home()
    return {
        "name": "" if user.email.endswith("@localhost") else user.name,
        "email": "" if user.email.endswith("@localhost") else user.email,
        "home_name": home.name if home else "",
        "home_domains": " ".join(domain for domain, _ in guesses),
        "zone": "UTC",
    }
