"""The form for what holds for a tier or a tag; what may be said is the workflow's to judge."""

from django import forms

from sapwood.records.relationships.models import Policy


class PolicyForm(forms.Form):
    floor = forms.IntegerField(label="Leave them in peace for", required=False, help_text="days after a touch")
    ceiling = forms.IntegerField(label="Don’t forget them for", required=False, help_text="days")

    def __init__(self, policy: Policy | None, data=None):
        known = {"floor": policy and policy.floor, "ceiling": policy and policy.ceiling}
        super().__init__(data, initial=known)
        for name in ("floor", "ceiling"):
            self.fields[name].widget.attrs |= {"min": 1, "max": 3650}
