"""How the fields of forms are drawn: inputs and choices by hand, what is rarer by Django's templates. Through the
template engine, the two forms on an account's page took longer than the rest of the page."""

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"
INPUTS = {f"{WIDGETS}{kind}.html" for kind in ("input", "text", "number", "date", "email", "hidden", "search", "tel")}


class Fields(TemplatesSetting):
    def render(self, template_name, context, request=None):
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == f"{WIDGETS}select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict) -> SafeString:
    said = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        said["value"] = widget["value"]
    return format_html("<input{}>", flatatt(said | widget["attrs"]))


def _select(widget: dict) -> SafeString:
    groups = [_group(name, options) for name, options, _ in widget["optgroups"]]
    drawn = mark_safe("".join(groups))  # noqa: S308 - each is safe
    return format_html("<select{}>{}</select>", flatatt({"name": widget["name"]} | widget["attrs"]), drawn)


def _group(name: str | None, options: list[dict]) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option["value"], SELECTED if option["selected"] else "", option["label"]) for option in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


SELECTED = mark_safe(" selected")
