"""Which browser it is, in words its owner knows it by; nothing else of it is kept."""

from typing import Final

UNKNOWN: Final = "een andere browser"
# The first that fits: nearly every browser also calls itself Safari and Chrome.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """Return, for example, "Firefox op Windows"."""
    browser = next((words for sign, words in _BROWSERS if sign in user_agent), None)
    system = next((words for sign, words in _SYSTEMS if sign in user_agent), None)
    if browser is None:
        return UNKNOWN
    return f"{browser} op {system}" if system else browser
