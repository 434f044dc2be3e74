"""Settings from the environment (KANSMETER_…), checked at start.

Errors name a setting, never its value.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from survey_app.accounts.openid import Provider
from survey_app.accounts.passkeys import Site
from survey_app.definitions.private.folder import why_not_private
from survey_app.delivery.mail_server import MailServer, read_mail_server
from survey_app.delivery.sms_gateway import (
    FIELDS,
    LONGEST_SENDER,
    SmsGateway,
    read_fields,
    read_gateway_url,
)
from survey_app.delivery.sms_reports import REPORT_FIELDS, SmsReports, read_report_fields
from survey_app.errors import InputError
from survey_app.hosts import SERVICE, is_mail_link, is_mailbox, is_page, is_service
from survey_app.keeping.list_file import ListFile
from survey_app.storage import Database, Keyring, derive_key
from survey_app.storage.secret_keys import SHORTEST_KEY, read_key_file, split_keys, why_weak
from survey_app.storage.urls import beside, file_of, names_file

PREFIX = "KANSMETER_"
KEY_FILE = "KANSMETER_SECRET_KEYS_FILE"
RIG_PREFIX = "KANSMETER_TEST_"
"""Names of the test machinery, which are no settings."""
AUDIO_FOLDER = "geluid"
ANCHOR_FILE = "audit-anchors"
ERASURE_LIST = ".gewist"
WHOLE_NUMBERS = {"trusted_proxies": (0, 5), "send_patience": (1, 600), "backup_days": (0, 3650)}
SCHOOL_RETURN = "/inloggen/school/terug"
"""Where the identity provider of a school sends a browser back to; it has to be told beforehand."""


class SettingsError(InputError):
    """The settings do not allow a safe start; the text names each setting and what to do."""


class Settings(BaseSettings):
    """All settings; see README for what each does."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    database_url: SecretStr
    secret_keys: SecretStr
    secret_keys_file: Path | None = None
    base_url: str
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    private_questionnaires: Path | None = None
    audio_dir: Path | None = None
    audit_anchor: Path | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    sms_url: SecretStr | None = None
    sms_token: SecretStr | None = None
    sms_sender: str = "Kansmeter"
    sms_fields: str = ",".join(FIELDS)
    sms_report_key: SecretStr | None = None
    sms_report_fields: str = ",".join(REPORT_FIELDS)
    send_patience: int = Field(default=60, ge=1, le=600)
    log_level: Literal["debug", "info", "warning"] = "info"
    security_contact: str | None = None
    erasure_list: Path | None = None
    backup_days: int = Field(default=35, ge=0, le=3650)
    oidc_issuer: str | None = None
    oidc_client_id: str | None = Field(default=None, validate_default=True)
    oidc_client_secret: SecretStr | None = Field(default=None, validate_default=True)
    oidc_button: str = Field(default="Inloggen met je schoolaccount", min_length=1, max_length=60)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        try:
            url = make_url(value.get_secret_value())
        except (ArgumentError, ValueError):
            raise ValueError("must be sqlite:///FILE or postgresql://…") from None
        if url.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise ValueError("must be sqlite:///FILE or postgresql://…")
        if url.get_backend_name() == "sqlite" and not names_file(url):
            raise ValueError("must name a file and nothing else: sqlite:///FILE")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _strong_keys(cls, value: SecretStr) -> SecretStr:
        reason = why_weak(split_keys(value.get_secret_value()))
        if reason is not None:
            raise ValueError(reason)
        return value

    @field_validator("base_url")
    @classmethod
    def _safe_address(cls, value: str) -> str:
        if not is_service(value):
            raise ValueError(SERVICE)
        if urlsplit(value).path not in ("", "/"):
            raise ValueError("must be an address without a path")
        return value.rstrip("/")

    @field_validator("private_questionnaires")
    @classmethod
    def _closed_folder(cls, value: Path | None) -> Path | None:
        reason = why_not_private(value) if value is not None else None
        if reason is not None:
            raise ValueError(reason)
        return value

    @field_validator("audio_dir")
    @classmethod
    def _whole_path(cls, value: Path | None) -> Path | None:
        reason = _why_not_audio(value) if value is not None else None
        if reason is not None:
            raise ValueError(reason)
        return value

    @field_validator("audit_anchor", "erasure_list")
    @classmethod
    def _whole_file(cls, value: Path | None) -> Path | None:
        if value is not None and (not value.is_absolute() or "\0" in str(value)):
            raise ValueError("must be the absolute path of a file")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_mail_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, value: str | None) -> str | None:
        if value is not None and not is_mailbox(value):
            raise ValueError("must be one address, such as kansmeter@school.example")
        return value

    @field_validator("security_contact")
    @classmethod
    def _mail_or_page(cls, value: str | None) -> str | None:
        if value is not None and not (is_page(value) or is_mail_link(value)):
            raise ValueError("must be mailto:ADDRESS or https://HOST/…")
        return value

    @field_validator("sms_url")
    @classmethod
    def _known_gateway(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_gateway_url(value.get_secret_value())
        return value

    @field_validator("sms_sender")
    @classmethod
    def _short_sender(cls, value: str) -> str:
        if not re.fullmatch(rf"[A-Za-z0-9 ]{{1,{LONGEST_SENDER}}}|\+[0-9]{{8,15}}", value):
            raise ValueError(f"must be at most {LONGEST_SENDER} letters and digits, or a number")
        return value

    @field_validator("sms_fields")
    @classmethod
    def _four_names(cls, value: str) -> str:
        read_fields(value)
        return value

    @field_validator("sms_report_key")
    @classmethod
    def _long_report_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"must be at least {SHORTEST_KEY} characters")
        return value

    @field_validator("sms_report_fields")
    @classmethod
    def _two_names(cls, value: str) -> str:
        read_report_fields(value)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str | None) -> str | None:
        if value is not None and not is_service(value):
            raise ValueError(SERVICE)
        return value

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _all_or_none(
        cls, value: str | SecretStr | None, info: ValidationInfo
    ) -> str | SecretStr | None:
        if "oidc_issuer" in info.data and bool(value) != bool(info.data["oidc_issuer"]):
            raise ValueError("must be set together with the issuer, and only then")
        return value

    @property
    def school_provider(self) -> Provider | None:
        """Where people sign in with an account of their school, if anywhere."""
        if not (self.oidc_issuer and self.oidc_client_id and self.oidc_client_secret):
            return None
        return Provider(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id,
            client_secret=self.oidc_client_secret,
            button=self.oidc_button,
            return_url=self.base_url + SCHOOL_RETURN,
        )

    @property
    def site(self) -> Site:
        """What a browser keeps passkeys for."""
        parts = urlsplit(self.base_url)
        port = "" if parts.port in (None, 80 if self.is_local else 443) else f":{parts.port}"
        return Site(host=self.host, origin=f"{parts.scheme}://{self.host}{port}")

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed over, if anywhere."""
        return read_mail_server(self.smtp_url.get_secret_value()) if self.smtp_url else None

    @property
    def mail_address(self) -> str:
        """The address that mails come from."""
        return self.mail_from or f"kansmeter@{'localhost' if self.is_local else self.host}"

    @property
    def where_to_report(self) -> str:
        """Where whoever finds a hole tells of it: as set, else where our mail comes from."""
        return self.security_contact or f"mailto:{self.mail_address}"

    @property
    def sms_gateway(self) -> SmsGateway | None:
        """Where SMS are handed over, if anywhere."""
        if self.sms_url is None:
            return None
        return SmsGateway(
            url=self.sms_url.get_secret_value(),
            token=self.sms_token.get_secret_value() if self.sms_token else None,
            sender=self.sms_sender,
            fields=read_fields(self.sms_fields),
        )

    @property
    def sms_reports(self) -> SmsReports:
        """How the gateway's reports are read: by its own key, else by those of the secret keys."""
        own = self.sms_report_key
        return SmsReports(
            keys=(own.get_secret_value(),)
            if own is not None
            else tuple(derive_key(secret, "sms reports").hex() for secret in self.keys),
            fields=read_report_fields(self.sms_report_fields),
        )

    @property
    def audio_folder(self) -> Path | None:
        """Where the sounds to read aloud with lie: beside the database unless set."""
        return self.audio_dir or beside(self.database_url.get_secret_value(), AUDIO_FOLDER)

    @property
    def anchor_file(self) -> Path | None:
        """Where the ends of the trail are noted outside the database."""
        return self.audit_anchor or beside(self.database_url.get_secret_value(), ANCHOR_FILE)

    @property
    def list_file(self) -> ListFile | None:
        """The erasure list outside the database: beside one that is a file unless set."""
        path = self.erasure_list
        file = file_of(self.database_url.get_secret_value())
        if path is None and file is not None:
            path = file.with_name(f"{file.name}{ERASURE_LIST}")
        return None if path is None else ListFile(path, self.keys)

    @property
    def sends_messages(self) -> bool:
        """Whether there is any way for a message to go out."""
        return self.smtp_url is not None or self.sms_url is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """The secret keys, newest first."""
        return split_keys(self.secret_keys.get_secret_value())

    @property
    def host(self) -> str:
        """The host name people use."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether this is one's own machine: no https needed, simulated data allowed."""
        return self.base_url.startswith("http://")


def open_database(settings: Settings, pool_size: int = 8) -> Database:
    """Open the database of the settings, with the keys for sealed text."""
    return Database(settings.database_url.get_secret_value(), Keyring(settings.keys), pool_size)


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings, or raise SettingsError with one line a fault."""
    given = os.environ if environment is None else environment
    names = {name.upper() for name in given if name.upper().startswith(PREFIX)}
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    faults = [
        f"{name}: there is no such setting; known are {', '.join(sorted(known))}"
        for name in sorted(names - known)
        if not name.startswith(RIG_PREFIX)
    ]
    values = _with_keys_of_file(
        {
            field: given[PREFIX + field.upper()]
            for field in Settings.model_fields
            if PREFIX + field.upper() in given
        }
    )
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        faults += [
            f"{PREFIX}{_setting_of(str(fault['loc'][0]), values).upper()}: "
            f"{_what_to_do(str(fault['loc'][0]), fault['type'], fault['msg'])}"
            for fault in error.errors(include_url=False, include_input=False, include_context=False)
        ]
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _with_keys_of_file(values: dict[str, str]) -> dict[str, str]:
    """Return the settings with the secret keys that stand in a file, if they do."""
    if "secret_keys_file" not in values:
        return values
    if "secret_keys" in values:
        raise SettingsError(f"{KEY_FILE}: is set beside {PREFIX}SECRET_KEYS: leave one of them out")
    try:
        return {**values, "secret_keys": read_key_file(Path(values["secret_keys_file"]))}
    except ValueError as error:
        raise SettingsError(f"{KEY_FILE}: {error}") from None


def _setting_of(field: str, values: Mapping[str, str]) -> str:
    """Return the setting in which a field stands: the keys may come from a file."""
    is_of_file = field == "secret_keys" and "secret_keys_file" in values
    return "secret_keys_file" if is_of_file else field


def private_questionnaires(environment: Mapping[str, str] | None = None) -> Path | None:
    """Read and check only the folder of private texts, for commands that need no database."""
    name = f"{PREFIX}PRIVATE_QUESTIONNAIRES"
    given = (os.environ if environment is None else environment).get(name)
    if given is None:
        return None
    reason = why_not_private(Path(given))
    if reason is not None:
        raise SettingsError(f"{name}: {reason}")
    return Path(given)


def audio_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """Read and check only the folder of sounds, for commands that need no database."""
    given = os.environ if environment is None else environment
    name = f"{PREFIX}AUDIO_DIR"
    if name not in given:
        return beside(given.get(f"{PREFIX}DATABASE_URL", ""), AUDIO_FOLDER)
    reason = _why_not_audio(Path(given[name]))
    if reason is not None:
        raise SettingsError(f"{name}: {reason}")
    return Path(given[name])


def _why_not_audio(folder: Path) -> str | None:
    if not folder.is_absolute() or "\0" in str(folder):
        return "must be the absolute path of a folder"
    return None


def _what_to_do(setting: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"must be set, or {KEY_FILE}" if setting == "secret_keys" else "must be set"
    if kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        lowest, highest = WHOLE_NUMBERS[setting]
        return f"must be a whole number from {lowest} to {highest}"
    return message.removeprefix("Value error, ")
