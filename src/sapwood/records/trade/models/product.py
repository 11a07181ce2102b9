"""Products: what home sells."""

from django.db import models

from .brought import Brought, BroughtQuerySet


class ProductQuerySet(BroughtQuerySet):
    def visible_to(self, user):
        """Colleagues know what home sells."""
        return self if user.is_authenticated and user.is_active else self.none()


class Product(Brought):
    """`name_key` is its name without blanks, signs and case: what other tables call it by."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    code = models.CharField(max_length=100, blank=True)
    series = models.CharField(max_length=100, blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)

    objects = ProductQuerySet.as_manager()

    def __str__(self):
        return self.name
