"""Differences as Dutch readers write them; rounding is only for the eye."""

from survey_app.charts import decimal_comma


def signed(value: float, digits: int = 1) -> str:
    """Return a difference with its sign: "+1,4", "−0,8", "0,0"."""
    text = decimal_comma(abs(value), digits)
    if not text.strip("0,"):
        return text
    return f"{'+' if value > 0 else '−'}{text}"
