"""What is asked of many accounts at once: what is left empty stays as it is. templates/accounts/bulk.html asks it."""

from collections.abc import Mapping

from django import forms

from sapwood.records.access.models import User
from sapwood.records.relationships.models import Relationship, Tag, Tier

AS_IS, NOBODY = ("", "as it is"), ("nobody", "nobody")


class BulkForm(forms.Form):
    owner = forms.ChoiceField(label="Owner", required=False)
    role = forms.ChoiceField(label="Role", required=False, choices=[AS_IS, *Relationship.Role.choices])
    floor = forms.IntegerField(label="Leave in peace for", required=False, min_value=0, max_value=3650)
    ceiling = forms.IntegerField(label="Don’t forget for", required=False, min_value=0, max_value=3650)

    tier = forms.ChoiceField(label="Tier", required=False)
    tag = forms.ChoiceField(label="Give the tag", required=False)
    untag = forms.ChoiceField(label="Take off the tag", required=False)

    def __init__(self, data):
        super().__init__(data)
        tags = [("", "none"), *((str(pk), name) for pk, name in Tag.objects.values_list("pk", "name"))]
        tiers = [(str(pk), name) for pk, name in Tier.objects.values_list("pk", "name")]
        self.fields["tier"].choices = [AS_IS, ("none", "no tier"), *tiers]
        self.fields["tag"].choices = self.fields["untag"].choices = tags
        users = User.objects.filter(is_active=True).order_by("name", "email")
        self.fields["owner"].choices = [AS_IS, NOBODY, *((str(user.pk), str(user)) for user in users)]

    def changes(self) -> Mapping[str, int | str | None]:
        """What is to change, as workflows/change_many takes it; 0 days take an agreement away."""
        given = self.cleaned_data
        found: dict[str, int | str | None] = {}
        if given["owner"]:
            found["owner"] = None if given["owner"] == "nobody" else int(given["owner"])
        if given["role"]:
            found["role"] = given["role"]
        for name in ("floor", "ceiling"):
            if given[name] is not None:
                found[name] = given[name] or None
        if given["tier"]:
            found["tier"] = None if given["tier"] == "none" else int(given["tier"])
        return found | {name: int(given[name]) for name in ("tag", "untag") if given[name]}
