"""Reading the body of a posted form."""

from typing import IO, Any

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

Fields = MultiDict[str, Any]


class NamedFields(FormDataParser):
    """The usual parser, without parts that carry no name.

    Werkzeug files such a part under None, and whoever walks through the names of a form (as the
    check for a forged request does) then fails on it.
    """

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], Fields, Fields]:
        """Return (stream, fields with a name, files)."""
        rest, fields, files = super().parse(stream, mimetype, content_length, options)
        named = self.cls((name, value) for name, value in fields.items(multi=True) if name)
        return rest, named, files


class FormRequest(Request):
    """A request whose form holds named fields only.

    A form that finds no fields would take a body of JSON for them, with values that are no text and
    nested deeper than can be read. No page of ours sends one, so none is seen.
    """

    form_data_parser_class = NamedFields
    is_json = False
