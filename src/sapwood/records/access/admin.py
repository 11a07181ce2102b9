from django.contrib import admin

from .models import AuditLine, User


@admin.register(AuditLine)
class AuditLineAdmin(admin.ModelAdmin):
    """To look at; nobody edits the audit."""

    list_display = ("when", "actor", "door", "act", "thing")
    list_filter = ("door", "act")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """To look at; users are changed by the workflows, which write the audit."""

    list_display = ("email", "name", "role", "is_active")
    exclude = ("password",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
