"""The form for a duty; who may say whose is the workflow's to judge. Its times are those of the user's own zone."""

from django import forms

from sapwood.records.access.models import User


class DutyForm(forms.Form):
    since = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label="Until", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, user: User, data=None):
        super().__init__(data)
        self.fields["until"].help_text = f"times in {user.zone}"
        if user.sees_all:
            others = User.objects.visible_to(user).filter(is_active=True).order_by("name", "email")
            self.fields["colleague"] = forms.ModelChoiceField(others, label="Who", required=False, empty_label="I")
            self.order_fields(["colleague", "since", "until"])
