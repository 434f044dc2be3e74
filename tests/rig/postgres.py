"""A private PostgreSQL server from the system's own programs, for one test session."""

import os
import shutil
import subprocess
from typing import Any

import psycopg
from psycopg import sql

from tests.rig import debian
from tests.rig.memory import make_folder

# Without fsync a crash of the machine would lose data; of this server nothing is kept anyway.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "128MB",
    "max_connections": "60",
}


class PostgresServer:
    """A server that only this machine's tests can reach, through a socket in a private folder."""

    def __init__(self) -> None:
        """Make the data folder and start; raise with the server's own words when that fails."""
        programs = debian.postgresql_programs()
        if programs is None:
            raise RuntimeError("PostgreSQL is not installed: no initdb under /usr/lib/postgresql")
        self._programs = programs
        self.folder = make_folder("kansmeter-pg-")
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        self._owner = "postgres" if os.geteuid() == 0 else None
        if self._owner:
            shutil.chown(self.folder, self._owner, self._owner)
        self._count = 0
        try:
            self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
            settings = [f"-c {name}={value}" for name, value in SETTINGS.items()]
            options = " ".join([f"-k {self.folder}", *settings])
            self._run("pg_ctl", "-w", "-l", f"{self.folder}/server.log", "-o", options, "start")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs on our data folder."""
        with (self.folder / "programs.log").open("a+") as log:
            done = subprocess.run(
                [self._programs / program, "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                user=self._owner,
                group=self._owner,
                extra_groups=[] if self._owner else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode != 0:
            logs = sorted(self.folder.glob("*.log"))
            said = "\n".join(path.read_text(errors="replace") for path in logs)
            raise RuntimeError(f"PostgreSQL: {program} failed\n{said}")

    def create(self, template: str = "template0") -> str:
        """Make a fresh database, empty or as a copy of another, and return its name."""
        self._count += 1
        name = f"kansmeter_{self._count}"
        # Copied as files: by way of the log, the default, takes four times as long here.
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database together with connections that were left open."""
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        """Return the address of one database, as the settings of the service want it."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def _execute(self, statement: Any, *names: str) -> None:
        """Run one statement on the server's own database."""
        address = {"host": str(self.folder), "user": "postgres", "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def stop(self) -> None:
        """Stop at once and remove all files."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)
