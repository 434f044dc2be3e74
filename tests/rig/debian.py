"""Where Debian keeps the programs that the tests start."""

import shutil
from pathlib import Path


def chromium() -> str | None:
    """Return the path of Debian's Chromium, if it is there."""
    return shutil.which("chromium")


def postgresql_programs() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl` of the newest PostgreSQL server, if any."""
    folders = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    ]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def missing_voices() -> list[str]:
    """Name the programs that make a text a sound and are not here."""
    return [name for name in ("espeak-ng", "lame") if shutil.which(name) is None]


def has_libatomic() -> bool:
    """Tell whether the library is there that playwright's own driver program is linked with."""
    return any(Path("/usr/lib").glob("*/libatomic.so.1"))


def missing_for_papers() -> list[str]:
    """Name the packages by which a PDF is laid out, written and read back that are not here."""
    there = {
        "libpango-1.0-0": any(Path("/usr/lib").glob("*/libpango-1.0.so.0")),
        "libpangoft2-1.0-0": any(Path("/usr/lib").glob("*/libpangoft2-1.0.so.0")),
        "poppler-utils": shutil.which("pdftotext") is not None,
        "fonts-noto-core": any(
            Path("/usr/share/fonts").glob("truetype/noto/NotoSansEthiopic-Regular.*")
        ),
    }
    return [name for name, is_there in there.items() if not is_there]
