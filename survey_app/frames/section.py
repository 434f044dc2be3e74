"""What all texts of a language are made of."""

from pydantic import BaseModel, ConfigDict

Counted = dict[str, str]
"""A text for each plural category of the language, such as one and other."""


class Section(BaseModel):
    """Texts that belong together; a file has each of them and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
