# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Azure clouds: where each one's services live and which hosts belong to it. Pure data, no requests.

A custom cloud (a private one, Azure Stack, an emulator) is read from its ARM metadata document by the caller and
turned into the same value by :func:`custom_cloud`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from .errors import InputError

# What URL parsers disagree about: white space and controls, backslashes, anything that needs IDNA.
_UNSAFE_IN_URL = re.compile(r"[^\x21-\x7e]|\\")
# A name whose labels are as DNS has them; urlsplit itself lets %2f, semicolons and empty labels through.
_DNS_NAME = re.compile(r"[a-z0-9](-*[a-z0-9])*(\.[a-z0-9](-*[a-z0-9])*)+")
# The last label of a name; that of an address, in whatever form, begins with a digit (the WHATWG's URL standard).
_TOP_LABEL = re.compile(r"[a-z][a-z0-9-]*")
_THIS_MACHINE = ("localhost", ".localhost", ".localdomain")
_SUBSCRIPTION = re.compile(r"/subscriptions/+([^/]+)")


@dataclass(frozen=True)
class Cloud:
    """One cloud.

    :param name: the name that Azure tools use, such as ``AzureCloud``.
    :param login: origin of the login service, no trailing slash.
    :param arm: origin of Azure Resource Manager, no trailing slash.
    :param arm_audience: what an ARM token is asked for, trailing slash included where Azure has one.
    :param ml_audience: what a token for the regional ML servers is asked for.
    :param suffixes: host suffixes that the cloud owns, each with a leading dot.
    :param origins: further trusted origins, exactly (scheme, host, port).
    :param scoring: host suffixes under which endpoints answer: the cloud's hosts, but a customer's code.
    :param blobs: host suffixes of its storage accounts, or an origin with the account in its path; no token goes there.
    """

    name: str
    login: str
    arm: str
    arm_audience: str
    ml_audience: str
    suffixes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    scoring: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()

    def audience(self, name: str) -> str:
        """The resource to ask a token for. ``arm`` and ``ml`` are the two planes; anything else is taken as it is."""
        return {"arm": self.arm_audience, "ml": self.ml_audience}.get(name, name)

    def trusts(self, url: str) -> bool:
        """True when a token may be sent to ``url``: https, no user part, and a host that this cloud owns (design
        section 6).
        """
        return self._owns(url, (self.login, self.arm, *self.origins), self.suffixes)

    def scores(self, url: str) -> bool:
        """True when an endpoint that this cloud runs may answer at ``url``, so that what opens that endpoint, and
        nothing else, may be sent there.
        """
        return self._owns(url, self.origins, self.scoring)

    def stores(self, url: str) -> bool:
        """True when ``url`` is that of a storage account of this cloud, or of something in it."""
        own = self._owns(url, self.blobs, self.blobs)
        return own and not {".", ".."}.intersection(_plain_path(url).split("/"))

    def _owns(self, url: str, origins: tuple[str, ...], suffixes: tuple[str, ...]) -> bool:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        host = parts.hostname or ""
        if parts.scheme != "https" or not host or "@" in parts.netloc or _UNSAFE_IN_URL.search(url):
            return False
        if origin_of(url) in {origin_of(named) for named in origins}:
            return True
        return port in (None, 443) and host.endswith(suffixes) and bool(_DNS_NAME.fullmatch(host))

    def followed(self, base: str, given: str) -> str:
        """Where a URL leads that the answer of ``base`` gave; empty when no service of this cloud would give it.

        It must be trusted, hold no climb, and stay in the subscription that was asked (reliability S11).
        """
        target = resolved(base, given)
        if not self.trusts(target):
            return ""
        asked, path = (_plain_path(url) for url in (base, target))
        wanted, named = (set(_SUBSCRIPTION.findall(text)) for text in (asked, path))
        climbs = {".", ".."}.intersection(path.split("/"))
        return "" if climbs or "\\" in path or (wanted and named - wanted) else target


def resolved(base: str, given: str) -> str:
    """``given`` as an absolute URL; as it is where it is none, which no cloud trusts."""
    try:
        parts = urlsplit(given)
        # Joining would drop characters that must not be there, and find a host for what lacks its own.
        odd = _UNSAFE_IN_URL.search(given) or ((parts.scheme or given[:2] == "//") and not parts.netloc)
        return given if odd else urljoin(base, given)
    except ValueError:
        return given


def _plain_path(url: str) -> str:
    """The path as whoever decodes it most often reads it, in lower case."""
    path = urlsplit(url).path
    while unquote(path) != path:
        path = unquote(path)
    return path.lower()


def is_origin(url: str) -> bool:
    """True when a URL names a server and nothing on it."""
    parts = urlsplit(url)
    return not (parts.path.strip("/") or parts.query or parts.fragment)


def origin_of(url: str) -> str:
    """``scheme://host:port`` in lower case, the default port written out, so that two spellings compare equal."""
    parts = urlsplit(url)
    port = {"https": 443, "http": 80}.get(parts.scheme, 0) if parts.port is None else parts.port
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


# Source: contract 1.5 and 4.1 (host of each plane). The suffixes are as narrow as the planes need: under azureml.ms and
# ml.azure.com Azure also hosts compute instances and scoring endpoints, where a customer's code would read our token.
# Where endpoints answer stands apart (learn.microsoft.com, "How to use your workspace with a custom DNS server").
AZURE_CLOUDS = {
    cloud.name: cloud
    for cloud in (
        Cloud(
            name="AzureCloud",
            login="https://login.microsoftonline.com",
            arm="https://management.azure.com",
            arm_audience="https://management.azure.com/",
            ml_audience="https://ml.azure.com",
            suffixes=(
                ".management.azure.com",
                ".api.azureml.ms",
                ".experiments.azureml.net",
                ".modelmanagement.azureml.net",
            ),
            scoring=(".inference.ml.azure.com",),
            blobs=(".blob.core.windows.net", ".blob.storage.azure.net"),  # the second one is of accounts in a DNS zone
        ),
        Cloud(
            name="AzureUSGovernment",
            login="https://login.microsoftonline.us",
            arm="https://management.usgovcloudapi.net",
            arm_audience="https://management.usgovcloudapi.net/",
            ml_audience="https://ml.azure.us",
            suffixes=(".management.usgovcloudapi.net", ".api.ml.azure.us"),
            scoring=(".inference.ml.azure.us",),
            blobs=(".blob.core.usgovcloudapi.net",),
        ),
        Cloud(
            name="AzureChinaCloud",
            login="https://login.chinacloudapi.cn",
            arm="https://management.chinacloudapi.cn",
            arm_audience="https://management.chinacloudapi.cn/",
            ml_audience="https://ml.azure.cn",
            suffixes=(".management.chinacloudapi.cn", ".api.ml.azure.cn"),
            scoring=(".inference.ml.azure.cn",),
            blobs=(".blob.core.chinacloudapi.cn",),
        ),
    )
}


_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")


def metadata_url(value: str) -> str:
    """The document that describes a custom cloud, from its base URL or from that document's own URL.

    :raises InputError: when ``value`` is neither a known cloud name nor an https URL without user part, query or
        other path.
    """
    # What stands before an @ may be a password.
    shown = repr(value[:120]) if "@" not in value else "a URL with a user in it"
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError as error:
        raise InputError("cloud_environment", f"{shown} is not a URL: {error}") from None
    odd = parts.fragment or _UNSAFE_IN_URL.search(value)
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc) or odd:
        known = ", ".join(sorted(AZURE_CLOUDS))
        raise InputError(
            "cloud_environment", f"{shown} is neither one of {known} nor an https URL of a metadata endpoint"
        )
    path, query = parts.path.rstrip("/"), parts.query
    if path not in ("", "/metadata/endpoints") or (query and not query.startswith("api-version=")):
        raise InputError("cloud_environment", f"{shown} must be a base URL or end in /metadata/endpoints")
    return f"https://{parts.netloc}/metadata/endpoints?api-version=2019-05-01"


def custom_cloud(source: str, document: Any) -> Cloud:
    """The cloud that the ARM metadata ``document`` describes (contract 1.6: a list of clouds, or one object since
    2022-09-01).

    :param source: the URL it was read from; its origin is trusted because the user named it.
    :raises InputError: when the document has no resource manager or login endpoint, or one that is not https, or that
        is at an address or a port and not at the origin that the user named.
    """
    entry = _entry(source, document)
    authentication, suffixes = _object(entry.get("authentication")), _object(entry.get("suffixes"))
    arm = str(entry.get("resourceManager") or "").rstrip("/")
    login = str(authentication.get("loginEndpoint") or "").rstrip("/")
    for label, url in (("resourceManager", arm), ("authentication.loginEndpoint", login)):
        problem = _problem_of(url, source)
        if problem:
            raise InputError("cloud_environment", f"the metadata document of {origin_of(source)} has {problem} {label}")
    for known in AZURE_CLOUDS.values():
        if origin_of(known.arm) == origin_of(arm):
            return known
    listed = authentication.get("audiences")
    audiences = [str(item) for item in listed] if isinstance(listed, list) else []
    # Design section 6 trusts "its suffixes": of those only an ML one a plane of ours. Storage
    # accounts and vaults are their customers' hosts, so a token of ours never goes there.
    owned = [str(suffixes[key]) for key in ("azureMachineLearning", "mlApi", "machineLearning") if suffixes.get(key)]
    return Cloud(
        name=str(entry.get("name") or "custom"),
        login=login,
        arm=arm,
        arm_audience=audiences[0] if audiences else arm + "/",
        ml_audience=_ml_audience(str(entry.get("portal") or "")),
        suffixes=tuple("." + suffix for suffix in (item.lstrip(".").lower() for item in owned) if _is_public(suffix)),
        origins=(origin_of(source),),
        blobs=_blobs(str(suffixes.get("storage") or "").lstrip(".").lower(), source),
    )


def _blobs(storage: str, source: str) -> tuple[str, ...]:
    """Where storage is whose suffix is ``storage``. Below an address there are no names: there the account is in the
    path (learn.microsoft.com, storage emulator), and the address must be the one that the user named.
    """
    own = urlsplit(source).netloc.lower()
    return (f".blob.{storage}",) if _is_public(storage) else (f"https://{own}",) if storage == own else ()


def _problem_of(url: str, source: str) -> str:
    """Why an endpoint that the document of ``source`` names gets no token and no secret; empty when it may."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "no usable"
    if parts.scheme != "https" or not parts.hostname:
        return "no https"
    if "@" in parts.netloc or parts.query or parts.fragment or _UNSAFE_IN_URL.search(url):
        return "no usable"
    if origin_of(url) == origin_of(source) or (port in (None, 443) and _is_public(parts.hostname)):
        return ""
    # A document must not lead into this machine or its network (design section 6).
    return "an address or a port that cloud_environment does not name as its"


def _is_public(host: str) -> bool:
    """True for a name that DNS resolves; not for an address and not for this machine."""
    if not _DNS_NAME.fullmatch(host) or host.endswith(_THIS_MACHINE):
        return False
    return bool(_TOP_LABEL.fullmatch(host.rpartition(".")[2]))


def _object(value: Any) -> dict[str, Any]:
    """A member that should be an object; empty when the document has something else there."""
    return value if isinstance(value, dict) else {}


def _ml_audience(portal: str) -> str:
    """The audience of the regional servers of a cloud whose portal is there (contract 1.6): ``ml.azure.<the rest>``."""
    _portal, found, rest = (urlsplit(portal).hostname or "").partition("portal.azure.")
    return f"https://ml.azure.{rest}" if found else AZURE_CLOUDS["AzureCloud"].ml_audience


def _entry(source: str, document: Any) -> dict[str, Any]:
    """The cloud of a list whose resource manager has the origin we asked, else the first one."""
    entries = document if isinstance(document, list) else [document]
    entries = [entry for entry in entries if isinstance(entry, dict)]
    if not entries:
        raise InputError(
            "cloud_environment", f"{origin_of(source)} answered with something else than a cloud metadata document"
        )
    for entry in entries:
        arm = str(entry.get("resourceManager") or "")
        if not _problem_of(arm, source) and origin_of(arm) == origin_of(source):
            return entry
    return entries[0]
