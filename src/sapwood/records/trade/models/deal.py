"""Deals: what an account orders, has ordered, or might."""

from django.db import models

from .brought import Brought


class Deal(Brought):
    """An order is a deal that was won. `amount` is None where the table says nothing, `currency` "" likewise."""

    class Status(models.TextChoices):
        OPEN = "open", "open"
        WON = "won", "won"
        LOST = "lost", "lost"

    organisation = models.ForeignKey("directory.Organisation", models.CASCADE, null=True, related_name="deals")
    crm_id = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300, blank=True)
    product = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    stage = models.CharField(max_length=100, blank=True, help_text="as the table calls it")
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    colleague = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was won, as the table says it")

    def __str__(self):
        return self.title or self.product or self.crm_id or f"deal {self.pk}"
