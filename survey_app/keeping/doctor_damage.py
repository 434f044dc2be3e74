"""What an operator should know of the database itself: whether what it holds is still whole."""

from sqlalchemy.orm import Session

from survey_app.keeping.doctor import Finding

PUT_BACK = "put back a copy from before, and look at the disk"


def soundness(session: Session) -> Finding:
    """Tell whether pages of the file are damaged, or rows lost what they belong to.

    A server looks for itself when it was set up with checksums, and counts what it finds.
    """
    if session.get_bind().dialect.name == "sqlite":
        return _of_file(session)
    return _of_server(session)


def _of_file(session: Session) -> Finding:
    read = session.connection().exec_driver_sql
    found = read("PRAGMA integrity_check(1)").scalar_one()
    if found != "ok":
        return Finding(True, f"The file of the database is damaged ({found}): {PUT_BACK}.")
    loose = read("PRAGMA foreign_key_check").first()
    if loose is not None:
        return Finding(True, f"A row of {loose[0]} lost what it belongs to: {PUT_BACK}.")
    return Finding(False, "The file of the database is whole.")


def _of_server(session: Session) -> Finding:
    read = session.connection().exec_driver_sql
    if read("SHOW data_checksums").scalar_one() != "on":
        return Finding(
            False,
            "The database server keeps no checksums, so it does not notice damage by the disk: "
            "'pg_checksums --enable' while it stands still.",
        )
    failures = read(
        "SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database "
        "WHERE datname = current_database()"
    ).scalar_one()
    if failures:
        return Finding(True, f"The database server found {failures} damaged pages: {PUT_BACK}.")
    return Finding(False, "The database server found no damage.")
