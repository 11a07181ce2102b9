"""Who signs in, in which role, and which mail addresses are theirs."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues see each other's names; who is nobody here sees nobody."""
        return self if user.is_authenticated and user.is_active else self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, name="", role="colleague", password=None, **more):
        user = self.model(email=email.strip().lower(), name=name, role=role, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **more):
        return self.create_user(email, role="operator", password=password, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """A colleague with a login. An operator runs the installation and sees every relationship; a lead sees every
    relationship; a colleague sees those they own, those nobody owns, and those they take part in."""

    class Role(models.TextChoices):
        OPERATOR = "operator", "operator"
        LEAD = "lead", "lead"
        COLLEAGUE = "colleague", "colleague"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.COLLEAGUE)
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA time zone in which pages show times")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def is_staff(self):
        return self.role == self.Role.OPERATOR

    @property
    def sees_all(self):
        return self.is_active and self.role in (self.Role.OPERATOR, self.Role.LEAD)

    def __str__(self):
        return self.name or self.email


class UserAddress(models.Model):
    """A mail address of a user, by the log's key: mail it took part in is theirs to read."""

    user = models.ForeignKey(User, models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=320, unique=True)
    key = models.BigIntegerField(unique=True)
