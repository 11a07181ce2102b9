"""Planned touches: brought as a list, what of them is held and why, released by a person; and the tokens by which a
mailer asks."""

from itertools import chain

from django import forms
from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapwood.reading.recipients import read_recipients
from sapwood.records.outreach.models import MailerToken, TouchPlan
from sapwood.records.relationships.models import Relationship
from sapwood.surfaces.web import sheet
from sapwood.workflows import clock
from sapwood.workflows.outreach.look import picture_of, plans_for, release_for, rows_of
from sapwood.workflows.outreach.make import make_plan, withdraw_plan
from sapwood.workflows.outreach.release import release, take_back_release
from sapwood.workflows.outreach.tokens import make_token, revoke_token
from sapwood.workflows.permission import may, require

MOST_BYTES = 32 * 1024 * 1024
SHOWN = 100


class PlanForm(forms.Form):
    name = forms.CharField(label="What it is", max_length=200, help_text="such as June newsletter")
    purpose = forms.ChoiceField(label="Purpose", choices=TouchPlan.Purpose)
    day = forms.DateField(label="Goes out on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    recipients = forms.FileField(label="Recipients", help_text="a CSV with a column of mail addresses")

    def clean_recipients(self):
        given = self.cleaned_data["recipients"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError("A list has at most 32 MB. Nothing was kept; bring it in parts.")
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def touch_plans(request):
    form = PlanForm(request.POST or None, request.FILES or None, initial={"day": clock.today()})
    if request.method == "POST":
        require(request.user, "plan touches")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        rows = read_recipients(given["recipients"].file)
        try:
            brought = make_plan(request.user, given["name"], given["purpose"], given["day"], rows, clock.now())
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _brought(brought))
            return redirect("touch_plan", brought.plan.pk)
    return _plans(request, form)


@require_safe
def touch_plan(request, pk):
    plan = _plan(request, pk)
    context = {
        "plan": plan,
        "found": picture_of(request.user, plan, clock.now()),
        "left": plan.left.all()[:SHOWN] if request.user.sees_all else [],
        "may_plan": may(request.user, "plan touches"),
        "as_of": clock.today(),
    }
    return render(request, "touch_plans/plan.html", context)


@require_POST
def releases(request, pk):
    """Of the accounts that were chosen."""
    plan = _plan(request, pk)
    asked = [int(one) for one in request.POST.getlist("account") if one.isdecimal() and len(one) < 18]
    chosen = list(Relationship.objects.visible_to(request.user).filter(pk__in=asked[:1000]))
    try:
        made = release(request.user, plan, chosen, request.POST.get("reason", ""), clock.now())
    except ValueError as error:
        messages.error(request, str(error))
    else:
        number = len({one.organisation_id for one in made})
        messages.success(request, f"Released for {number:,} account{'' if number == 1 else 's'}.")
    return redirect("touch_plan", pk)


@require_POST
def end_release(request, pk):
    found = release_for(request.user, pk)
    if found is None:
        raise Http404
    one, relationship = found
    take_back_release(request.user, relationship, one)
    messages.success(request, f"Taken back: what holds “{one.plan}” for {relationship} holds it again.")
    return redirect("touch_plan", one.plan_id)


@require_POST
def withdrawal(request, pk):
    plan = withdraw_plan(request.user, _plan(request, pk))
    messages.success(request, f"“{plan}” is taken back: whoever asks is told no.")
    return redirect("touch_plans")


@require_safe
def answers(request, pk):
    """A file of yes, no and hold for every recipient."""
    require(request.user, "plan touches")
    return _file(rows_of(_plan(request, pk), clock.now()), "answers.csv")


@require_safe
def left(request, pk):
    require(request.user, "plan touches")
    rows = _plan(request, pk).left.values_list("line", "said", "why").iterator(2000)
    return _file(chain([["line", "said", "why"]], rows), "left-out.csv")


@never_cache
@sensitive_variables("secret")
@require_POST
def tokens(request):
    """Makes one. The answer shows it, once; it is not kept anywhere."""
    try:
        secret = make_token(request.user, request.POST.get("name", ""), timezone.now())
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("touch_plans")
    return _plans(request, PlanForm(initial={"day": clock.today()}), secret)


@require_POST
def end_token(request, pk):
    token = get_object_or_404(MailerToken.objects.visible_to(request.user), pk=pk)
    revoke_token(request.user, token, timezone.now())
    messages.success(request, f"The token of {token} opens nothing any more. Its plans stay.")
    return redirect("touch_plans")


@sensitive_variables("secret")
def _plans(request, form: PlanForm, secret: str = ""):
    today = clock.today()
    shown = MailerToken.objects.visible_to(request.user).filter(revoked=None).select_related("by")
    context = {
        "plans": plans_for(request.user, today),
        "form": form,
        "tokens": shown,
        "secret": secret,
        "may_plan": may(request.user, "plan touches"),
        "as_of": today,
    }
    return render(request, "touch_plans/plans.html", context, status=422 if form.errors else 200)


def _plan(request, pk) -> TouchPlan:
    return get_object_or_404(TouchPlan.objects.visible_to(request.user).select_related("by", "token"), pk=pk)


def _brought(brought) -> str:
    def rows(number: int) -> str:
        return f"{number:,} row{'' if number == 1 else 's'}"

    said = f"{brought.added:,} recipient{'' if brought.added == 1 else 's'} added"
    said += f", {brought.known:,} known already" if brought.known else ""
    return f"{said}. {rows(brought.left)} stayed out; see which and why." if brought.left else f"{said}."


def _file(rows, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(sheet.lines(rows, bom=True), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
