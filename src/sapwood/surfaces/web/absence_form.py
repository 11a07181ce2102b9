"""The form for an absence; who may say whose is the workflow's to judge."""

from django import forms

from sapwood.records.access.models import User


class AbsenceForm(forms.Form):
    since = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="Until",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="that day included",
    )

    def __init__(self, user: User | None, data=None):
        super().__init__(data)
        if user and user.sees_all:
            others = User.objects.visible_to(user).filter(is_active=True).order_by("name", "email")
            self.fields["colleague"] = forms.ModelChoiceField(others, label="Who", required=False, empty_label="I")
            self.order_fields(["colleague", "since", "until"])
