"""The form for minutes by weekday; who may say whose, and how many a day has, is the workflow's to judge."""

from django import forms

from sapwood.records.access.models import User

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
ME, TEAM = "", "team"


class MinutesForm(forms.Form):
    def __init__(self, user: User, now: list[int | None], data=None):
        super().__init__(data)
        if user.sees_all:
            others = (
                User.objects.visible_to(user).filter(is_active=True).exclude(pk=user.pk).order_by("name", "email")
            )
            choices = [(ME, "I"), (TEAM, "Whoever said nothing else"), *((str(one.pk), str(one)) for one in others)]
            self.fields["who"] = forms.ChoiceField(choices=choices, required=False, label="Who")
        wrong = {"invalid": "That is no number of minutes. Say 0 to 720, or leave it empty; nothing was changed."}
        for place, name in enumerate(DAYS):
            field = forms.IntegerField(label=name, required=False, initial=now[place], error_messages=wrong)
            field.widget.attrs |= {"min": 0, "max": 720, "inputmode": "numeric"}
            self.fields[name.lower()] = field

    @property
    def whose(self):
        return self["who"] if "who" in self.fields else None

    @property
    def weekdays(self):
        return [self[name.lower()] for name in DAYS]

    def said(self) -> list[int | None]:
        return [self.cleaned_data[name.lower()] for name in DAYS]

    def colleague(self, user: User) -> User | None:
        """Whose they are; None: of whoever said nothing else."""
        who = self.cleaned_data.get("who") or ME
        return {ME: user, TEAM: None}[who] if who in (ME, TEAM) else User.objects.get(pk=int(who))
