# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where to connect and as whom: one value a connection option, from the task, the environment or the credentials file.

Decided option by option (design section 6): task option, then environment variable, then profile. An empty value is no
value anywhere, because AWX sets variables it has nothing for to ``''``. Every place that was looked at is kept, so that
a failure can say where a value came from, or list all the places where there was none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from ..errors import InputError
from .options import AUTH_OPTIONS, AUTH_SOURCES, ENVIRONMENT

OPTION, VARIABLE, PROFILE, SYSTEM = range(4)

#: What proves an identity, in the order in which it is taken when one place has several.
PROOFS = ("access_token", "secret", "x509_certificate_path", "federated_token_file", "federated_token")
#: The options that ``auth_source: env`` and ``auth_source: credential_file`` take from that one place only.
CREDENTIALS = frozenset({*PROOFS, "client_id", "tenant", "thumbprint", "x509_certificate_password"})
_PATHS = frozenset(option for option, spec in AUTH_OPTIONS.items() if spec["type"] == "path")
_LARGEST_PROFILES = 1024 * 1024
_WORDS_OF_TRUTH = ("token_cache", "validate_certs")
# What managed identities, the CLI and the token cache are found by; nothing else of the environment is kept.
_MACHINE = (
    "AZURE_CONFIG_DIR",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "DEFAULT_IDENTITY_CLIENT_ID",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
    "MSI_ENDPOINT",
    "MSI_SECRET",
    "PATH",
    "XDG_CACHE_HOME",
    "XDG_RUNTIME_DIR",
)
# The name or address of a proxy, without brackets.
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(%[\w.-]+)?", re.IGNORECASE)
_TRUE = frozenset({"1", "on", "t", "true", "y", "yes", "validate"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no", "ignore"})


@dataclass(frozen=True)
class Origin:
    """Where a value came from: the kind of place (OPTION before VARIABLE before PROFILE) and its name for a message."""

    place: int
    label: str


@dataclass(frozen=True)
class Settings:
    """The connection of one task. A value that is nowhere is None.

    :param validate_certs: False only when somebody asked for it; ``token_cache`` too.
    :param no_proxy: the hosts that are reached without the proxy, as in the variable of that name.
    :param origins: option -> where its value came from.
    :param looked: every place that was asked for credentials, with what was there, for one message.
    :param machine: the variables that describe this machine's own identity, and where it keeps what.
    :param config_dir: the folder of the Azure CLI, '' when there is no home.
    :param home: the user's folder, None when there is none.
    """

    subscription_id: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    secret: str | None = field(default=None, repr=False)
    cloud_environment: str | None = None
    auth_source: str = "auto"
    profile: str | None = None
    ca_path: str | None = None
    validate_certs: bool = True
    proxy: str | None = field(default=None, repr=False)
    no_proxy: str | None = None
    x509_certificate_path: str | None = None
    x509_certificate_password: str | None = field(default=None, repr=False)
    thumbprint: str | None = None
    federated_token_file: str | None = None
    federated_token: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    token_cache: bool = True
    origins: Mapping[str, Origin] = field(default_factory=dict)
    looked: tuple[str, ...] = ()
    machine: Mapping[str, str] = field(default_factory=dict, repr=False)
    config_dir: str = ""
    home: str | None = None

    def named(self, option: str) -> str:
        """``option`` with the place its value came from, for a message."""
        origin = self.origins.get(option)
        return f"{option} (from {origin.label})" if origin and origin.place != OPTION else option

    def secrets(self) -> tuple[str, ...]:
        """Every value here that must never be shown, a proxy's password included."""
        held = (self.secret, self.x509_certificate_password, self.federated_token, self.access_token)
        password = urlsplit(self.proxy).password if self.proxy else None
        passwords = (password, unquote(password)) if password else ()
        return tuple(dict.fromkeys(value for value in (*held, *passwords) if value))


def resolve(params: Mapping[str, Any], environ: Mapping[str, str], home: str | None) -> Settings:
    """The settings of a task; reads at most one file, ``<home>/.azure/credentials``, and sends nothing.

    :param params: the task's options; others than the connection's are ignored.
    :param home: the user's folder, None when there is none.
    :raises InputError: a word with no meaning, or a named profile that is not there.
    """
    profile_name = _text(params.get("profile")) or environ.get("AZURE_PROFILE") or "default"
    source = _source(params, environ)
    asked = "profile" if _text(params.get("profile")) or environ.get("AZURE_PROFILE") else None
    if source == "credential_file":
        asked = asked or "auth_source"
    profile, state = _read_profile(home, profile_name)
    if asked and state:
        raise InputError(asked, f"profile {profile_name!r} of ~/.azure/credentials: {state}")
    label = f"profile {profile_name!r} of ~/.azure/credentials"
    values: dict[str, Any] = {"profile": profile_name, "auth_source": source}
    origins: dict[str, Origin] = {}
    for option in sorted(AUTH_OPTIONS.keys() - values.keys()):
        only = {"env": VARIABLE, "credential_file": PROFILE}.get(source) if option in CREDENTIALS else None
        for value, origin in _places(option, params, environ, profile, label):
            if value and only in (None, origin.place):
                values[option], origins[option] = _unicode(option, value, origin), origin
                break
    for option in _PATHS & values.keys():
        values[option] = _expand(str(values[option]), home)
    for option in [name for name in _WORDS_OF_TRUTH if name in values]:
        values[option] = _truth(option, values[option], origins[option])
    if "proxy" not in values:
        # The variables that every other tool on the machine follows; ours stand above them.
        name = next((name for name in ("HTTPS_PROXY", "https_proxy") if environ.get(name)), None)
        if name:
            values["proxy"], origins["proxy"] = environ[name], Origin(SYSTEM, name)
    if "proxy" in values:
        values["proxy"] = _proxy(values["proxy"], origins["proxy"])
    return Settings(
        **values,
        no_proxy=environ.get("NO_PROXY") or environ.get("no_proxy") or None,
        origins=origins,
        looked=(*_options_looked(source), *_variables_looked(source, environ), *_profile_looked(source, label, state)),
        machine={name: environ[name] for name in _MACHINE if environ.get(name)},
        config_dir=environ.get("AZURE_CONFIG_DIR") or (os.path.join(home, ".azure") if home else ""),
        home=home,
    )


def _places(
    option: str, params: Mapping[str, Any], environ: Mapping[str, str], profile: Mapping[str, str], label: str
) -> list[tuple[Any, Origin]]:
    """The value of ``option`` in every place, the strongest place first."""
    found: list[tuple[Any, Origin]] = [(_text(params.get(option)), Origin(OPTION, f"option {option}"))]
    found += [(environ.get(name), Origin(VARIABLE, name)) for name in ENVIRONMENT[option]]
    # azure.azcollection spells this one otherwise, in its profiles too.
    spellings = (option, "cert_validation_mode") if option == "validate_certs" else (option,)
    return found + [(profile.get(spelling), Origin(PROFILE, label)) for spelling in spellings]


def _source(params: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    given = _text(params.get("auth_source"))
    source = given or environ.get("ANSIBLE_AZURE_AUTH_SOURCE") or "auto"
    if source not in AUTH_SOURCES:
        where = "" if given else " (ANSIBLE_AZURE_AUTH_SOURCE)"
        raise InputError("auth_source", f"{source[:40]!r}{where} is none of {', '.join(AUTH_SOURCES)}")
    return source


def _text(value: Any) -> str:
    """A task option as text; '' for one that is omitted, null or empty."""
    return "" if value is None else str(value).strip()


def _unicode(option: str, value: Any, origin: Origin) -> Any:
    """``value``. :raises InputError: a variable's bytes that are no UTF-8, which Python shows as lone surrogates."""
    try:
        str(value).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(option, f"the value of {origin.label} is no UTF-8 text") from None
    return value


def _expand(path: str, home: str | None) -> str:
    """``~`` means the user's folder in a variable or a profile too, as it does in an option of type path."""
    return os.path.join(home, path[2:]) if home and path.startswith("~/") else path


def _truth(option: str, value: Any, origin: Origin) -> bool:
    word = str(value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise InputError(option, f"{word[:40]!r} in {origin.label} is neither true nor false")


def _proxy(value: str, origin: Origin) -> str:
    """The proxy's URL; ``host:port`` alone means http, as other tools take it.

    :raises InputError: without the value, which can hold a password.
    """
    url = value if "://" in value else f"http://{value}"
    try:
        parts = urlsplit(url)
        # Reading the port is what finds one that is no number.
        fine = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
        fine = fine and parts.path in ("", "/")
    except ValueError:
        fine = False
    if not fine:
        raise InputError("proxy", f"the value of {origin.label} is not a URL such as http://proxy.example.com:8080")
    return url


def _read_profile(home: str | None, name: str) -> tuple[Mapping[str, str], str]:
    """The options of one profile, and why there are none ('' when there are)."""
    path = os.path.join(home, ".azure", "credentials") if home else ""
    if not path or not os.path.exists(path):
        return {}, "no file"
    import configparser

    from .. import files

    # A secret may hold a percent sign, which the default interpolation would take for a reference.
    parser = configparser.ConfigParser(interpolation=None)
    try:
        text = files.read(path, _LARGEST_PROFILES)
        if len(text) > _LARGEST_PROFILES:
            return {}, "the file is too large"
        parser.read_string(text.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return {}, f"the file cannot be read ({type(error).__name__})"
    except configparser.Error as error:
        # The parser's own text quotes the line, which may be the one with the secret.
        return {}, f"the file is not valid ini ({type(error).__name__})"
    # [default] is an ordinary profile here; configparser would serve only [DEFAULT] in such a way.
    if not parser.has_section(name):
        return {}, "no such profile"
    return {option: value.strip() for option, value in parser.items(name)}, ""


def _options_looked(source: str) -> tuple[str, ...]:
    if source in ("env", "credential_file"):
        return ()
    return ("the task's options (none set)",)


def _variables_looked(source: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    if source == "credential_file":
        return ()
    names = [name for option in ("client_id", *PROOFS) for name in ENVIRONMENT[option]]
    states = {"empty": [name for name in names if name in environ], "not set": [n for n in names if n not in environ]}
    return tuple(f"{', '.join(found)} ({state})" for state, found in states.items() if found)


def _profile_looked(source: str, label: str, state: str) -> tuple[str, ...]:
    return () if source == "env" else (f"{label} ({state or 'no credentials in it'})",)
