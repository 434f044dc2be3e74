"""Makes one PDF: run as a program of its own, with a page in and a tagged PDF out.

It stands apart so that nothing typed on a paper comes near the keys or the database, and so that
loading the library and laying out pages never holds up who answers a list. It imports nothing of
Kansmeter. In comes JSON with the page in one or more styles, from roomy to tight, and how many
pages it may fill; out come the number of pages, a line end, and the PDF when it fits.
"""

import contextlib
import json
import os
import resource
import sys

CPU_SECONDS = 60
MEMORY = 1_500_000_000
NO_LIBRARY = 3


def main() -> None:
    """Read the order, make the PDF in the first style that fits, write it."""
    os.nice(5)
    for what, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    order = json.load(sys.stdin)
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):
        sys.exit(NO_LIBRARY)

    class NothingFetched(URLFetcher):  # type: ignore[misc]  # publishes no types
        """Whatever a page asks for, from a file, an address or itself: there is nothing."""

        def fetch(self, url: str, headers: object = None) -> None:
            raise ValueError("Nothing is fetched.")

    fonts = FontConfiguration()
    pages, pdf = 0, b""
    for page in order["pages"]:
        document = HTML(string=page, url_fetcher=NothingFetched()).render(font_config=fonts)
        pages = len(document.pages)
        if pages <= order["fits"]:
            pdf = document.write_pdf(pdf_variant="pdf/ua-1")
            break
    sys.stdout.buffer.write(f"{pages}\n".encode() + pdf)


if __name__ == "__main__":
    main()
