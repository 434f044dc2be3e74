"""What every response carries: security headers, no caching of pages, compression.

Where to go next stands in a header; the page that a library writes beside it, which holds the
address twice, is read by nobody and is left out for who waits on a slow phone.
"""

import gzip

from flask import Flask, Response, request

from survey_app.config import Settings
from survey_app.web.static_files import source_of, styles_in_page

CSP = (
    "default-src 'none'; style-src {styles}; script-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; object-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
"""No script of ours writes text into a page as markup, so none may (trusted types)."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
HSTS = "max-age=31536000; includeSubDomains"
ZIPPED_TYPES = ("text/html", "text/plain", "image/svg+xml")
SMALLEST_TO_ZIP = 600


def register(app: Flask, settings: Settings) -> None:
    """Add the headers to every response of the application."""

    headers = _always(settings)

    @app.after_request
    def finish(response: Response) -> Response:
        styles = ("'self'", *map(source_of, styles_in_page()))
        response.headers["Content-Security-Policy"] = CSP.format(styles=" ".join(styles))
        response.headers.extend(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        if response.location:
            response.set_data(b"")
        return _zip(response)


def bare_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of an answer that no page of ours was made for."""
    return {
        **_always(settings),
        "Content-Security-Policy": CSP.format(styles="'self'"),
        "Cache-Control": "no-store",
    }


def _always(settings: Settings) -> dict[str, str]:
    return HEADERS if settings.is_local else {**HEADERS, "Strict-Transport-Security": HSTS}


def _zip(response: Response) -> Response:
    if (
        response.mimetype in ZIPPED_TYPES
        and request.accept_encodings.quality("gzip") > 0
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) > SMALLEST_TO_ZIP
    ):
        response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response
