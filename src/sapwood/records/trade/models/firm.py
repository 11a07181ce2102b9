"""What tables say about accounts, about people there, and about who of ours looks after what."""

from django.db import models

from .brought import Brought


class Firm(Brought):
    """What one row says about an account: a number in another system, a sector, a parent…; `says` holds its fields as
    the table means them, dates and numbers as text."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, related_name="firms")
    crm_id = models.CharField(max_length=100, blank=True, db_index=True)
    parent = models.ForeignKey("directory.Organisation", models.SET_NULL, null=True, related_name="subsidiaries")
    owner = models.CharField(max_length=200, blank=True, help_text="whom of ours the table names as its owner")
    says = models.JSONField(default=dict)


class Contact(Brought):
    """What one row says about a person at an account."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, null=True, related_name="contacts")
    person = models.ForeignKey("directory.Person", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    keys = models.JSONField(default=list, help_text="of their addresses, by the log's keys")
    says = models.JSONField(default=dict)


class TeamMember(Brought):
    """Who of ours is in which team; with an account, whose owner the table says they are."""

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, null=True, related_name="+")
    colleague = models.CharField(max_length=200)
    manager = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
