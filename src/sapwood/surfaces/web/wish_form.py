"""The forms about how often to be in touch with one account; what may be said is the workflows' to judge."""

from collections.abc import Iterable

from django import forms

from sapwood.records.directory.models import Person

DATE = {"type": "date"}


def _days(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=3650, help_text=hint)


class WishForm(forms.Form):
    floor = _days("Leave us in peace for", "days after a touch")
    ceiling = _days("Be in touch at least every", "days")
    words = forms.CharField(label="In their words", required=False, max_length=300)
    contact = forms.ChoiceField(label="Who asked", required=False)
    heard = forms.DateField(label="Asked on", required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    until = forms.DateField(label="Holds until", required=False, widget=forms.DateInput(attrs=DATE))

    def __init__(self, contacts: Iterable[Person], today, data=None):
        """`contacts` are those whom we know best: a page has them at hand."""
        super().__init__(data, initial={"heard": today}, auto_id="wish_%s")
        self.people = {str(one.pk): one for one in contacts}
        self.fields["contact"].choices = [("", "not said"), *((pk, str(one)) for pk, one in self.people.items())]

    def clean_contact(self) -> Person | None:
        return self.people.get(self.cleaned_data["contact"])
