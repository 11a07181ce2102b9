"""The form for what people say about a relationship; what may be said is the workflow's to judge."""

from django import forms

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Tier


class Agreement(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    role = forms.ChoiceField(label="Role", choices=Relationship.Role.choices)
    owner = forms.ChoiceField(label="Owner", required=False)
    since = forms.DateField(label="Since", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    floor = forms.IntegerField(
        label="Leave them in peace for", required=False, min_value=1, max_value=3650, help_text="days, agreed"
    )
    ceiling = forms.IntegerField(
        label="Don’t forget them for", required=False, min_value=1, max_value=3650, help_text="days, agreed"
    )

    tier = forms.ChoiceField(label="Tier", required=False)

    def __init__(self, relationship: Relationship, tiers: list[tuple[str, str]], data=None):
        known = {"name": relationship.organisation.name, "owner": relationship.owner_id, "tier": relationship.tier_id}
        known |= {field: getattr(relationship, field) for field in ("role", "since", "floor", "ceiling")}
        super().__init__(data, initial=known)
        users = User.objects.filter(is_active=True).order_by("name", "email").values_list("pk", "name", "email")
        self.fields["owner"].choices = [("", "nobody yet"), *((pk, name or email) for pk, name, email in users)]
        self.fields["tier"].choices = [("", "none"), *tiers]
        self.fields["since"].widget.format = "%Y-%m-%d"

    def clean_owner(self) -> User | None:
        return User.objects.filter(pk=self.cleaned_data["owner"] or 0).first()

    def clean_tier(self) -> Tier | None:
        return Tier.objects.filter(pk=self.cleaned_data["tier"] or 0).first()
