"""Browsers by the names people know them by: ``{% load browsers %}``."""

from django import template

register = template.Library()

BROWSERS = {
    "Edg/": "Edge",
    "QQBrowser": "QQBrowser",
    "360SE": "360",
    "QIANXIN": "Qianxin",
    "MicroMessenger": "WeChat",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "OpenHarmony": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "UOS": "UOS",
    "Kylin": "Kylin",
    "Linux": "Linux",
}
LONGEST = 60


@register.filter
def browser_name(agent: str) -> str:
    """``Chrome · Windows`` for what a browser says of itself; an unknown one is shown as it is, cut short."""
    names = [next((name for mark, name in known.items() if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or agent[:LONGEST] or "—"
