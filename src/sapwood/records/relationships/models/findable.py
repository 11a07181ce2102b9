"""What a search for an account looks through. Disposable: made anew from names, domains and people."""

from django.db import models


class Findable(models.Model):
    """One narrow row a relationship, so that looking through all of them stays quick."""

    relationship = models.OneToOneField(
        "relationships.Relationship", models.CASCADE, primary_key=True, related_name="findable"
    )
    words = models.TextField(help_text="names, domains and people, case folded, separated by line feeds")
