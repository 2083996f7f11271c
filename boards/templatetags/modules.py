"""`{% page_module "js/board.js" %}`: a page's own module, with the names of all that it imports."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from boards.module_graph import modules_below

register = template.Library()


@register.simple_tag
def page_module(entry: str) -> SafeString:
    """The module's script element, and before it a `modulepreload` for each module that it needs; for the head."""
    needed = format_html_join(
        "", '<link rel="modulepreload" href="{}">\n  ', ((static(path),) for path in modules_below(entry))
    )
    return format_html('{}<script type="module" src="{}"></script>', needed, static(entry))
