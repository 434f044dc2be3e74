"""What every answer must carry, whatever it is and whoever asked (AC-113, AC-114)."""

import re

from werkzeug.datastructures import Headers

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "media-src": {"'self'"},
    "connect-src": {"'self'"},
    "object-src": {"'none'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
    "trusted-types": {"'none'"},
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
BANNERS = ("Server", "X-Powered-By", "Via", "X-AspNet-Version")
STYLE_SOURCE = re.compile(r"'self'|'sha256-[A-Za-z0-9+/]{43}='")
DOWNLOADS = {"application/pdf", "image/png"}
KEPT_BY_BROWSERS = {"static_file", "sounds.sound"}
"""What holds nothing of anybody, under an address that changes with its content."""


def faults_of(headers: Headers, endpoint: str | None = None) -> list[str]:
    """Return what is wrong with the headers of an answer of this route."""
    faults = [
        f"{name}: {headers.getlist(name)}"
        for name, value in OTHERS.items()
        if headers.getlist(name) != [value]
    ]
    faults += [f"{name}: {headers[name]}" for name in BANNERS if name in headers]
    policies = headers.getlist("Content-Security-Policy")
    rules = [rule.split() for rule in (policies[0] if policies else "").split(";")]
    policy = {name: set(sources) for name, *sources in rules if name}
    styles = policy.pop("style-src", set())
    if len(policies) != 1 or len(rules) != len(policy) + 1 or policy != POLICY:
        faults.append(f"policy: {policies}")
    if not styles or not all(map(STYLE_SOURCE.fullmatch, styles)):
        faults.append(f"style-src: {styles}")
    if endpoint not in KEPT_BY_BROWSERS and headers.getlist("Cache-Control") != ["no-store"]:
        faults.append(f"Cache-Control: {headers.getlist('Cache-Control')}")
    kind = headers.get("Content-Type", "").partition(";")[0]
    if kind in DOWNLOADS and not headers.get("Content-Disposition", "").startswith("attachment;"):
        faults.append(f"{kind} is shown and not kept: {headers.get('Content-Disposition')}")
    return faults
