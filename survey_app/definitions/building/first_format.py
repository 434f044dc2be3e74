"""Documents as the first version of this software stored them, brought into the present shape.

A stored definition is never changed; it is read with the meaning it had. Then there was one
`evidence` for all languages and for the version it stood in, every language was offered, and a sum
with missing items was always prorated.
"""


def present(content: dict[str, object]) -> dict[str, object]:
    """Return the content of a stored document in the present shape."""
    languages = content.get("languages")
    if not isinstance(languages, list) or not all(isinstance(each, str) for each in languages):
        return content
    rest = {key: value for key, value in content.items() if key != "evidence"}
    evidence = _evidence(content.get("evidence"), content.get("version"))
    scales = content.get("scales")
    if isinstance(scales, list):
        rest["scales"] = [_scale(each) if isinstance(each, dict) else each for each in scales]
    return rest | {
        "fictitious": content.get("fictitious", False),
        "languages": [
            {"language": each, "status": "reviewed", "evidence": evidence} for each in languages
        ],
    }


def _evidence(evidence: object, version: object) -> object:
    """Return evidence with the version it was found for: then always the one it stood in."""
    if isinstance(evidence, dict) and evidence.get("stage"):
        return evidence | {"version": version}
    return evidence


def _scale(scale: dict[str, object]) -> dict[str, object]:
    items, least = scale.get("items"), scale.get("min_answered")
    is_short = isinstance(items, list) and isinstance(least, int) and least < len(items)
    return (
        scale | {"method": "prorated_sum"} if scale.get("method") == "sum" and is_short else scale
    )
