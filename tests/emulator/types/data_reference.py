# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""POST registries/{registry}/datareferences/{name}/versions/{version}: how the files of an asset are read.

No recording shows it. The members are those of Microsoft's client (GetBlobReferenceSASRequestDto and its answer).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .. import sas
from ..call import Answer, Call
from ..errors import parent_not_found
from ..spec import Body
from .front_end import ML, refuse

TYPE = ML + "/registries/datareferences/versions"
# Where a version of an asset says that its files are.
_ADDRESSES = ("modelUri", "dataUri", "codeUri")


def _read(call: Call) -> Answer:
    owner = call.id._replace(types=call.id.types[:1], names=call.id.names[:1])
    registry = call.state.store.get(owner.path())
    if registry is None:
        raise parent_not_found("write", call.id.types, owner.path())
    place = call.body.get("blobUri") or _address_of(call, owner.path())
    if not place:
        raise refuse(call, f"The asset '{call.body.get('assetId')}' was not found.", 404, inner="NotFound")
    account, container = _parts(call, str(place))
    query = sas.container_query(account, container, "rl", sas.ends(call.state))
    reference = {
        "blobUri": place,
        "storageAccountArmId": _account_of(registry),
        "credential": {"credentialType": "SAS", "sasUri": f"{place}?{query}"},
    }
    return Answer(200, {"blobReferenceForConsumption": reference})


def _address_of(call: Call, registry: str) -> Any:
    """Where the asset of the request is: azureml://registries/{registry}/{kind}/{name}/versions/{version}."""
    below = str(call.body.get("assetId") or "").partition("/registries/")[2].partition("/")[2]
    properties = ((call.state.store.get(f"{registry}/{below}") or {}) if below else {}).get("properties") or {}
    return next((properties[name] for name in _ADDRESSES if properties.get(name)), None)


def _parts(call: Call, place: str) -> tuple[str, str]:
    """Account and container of an address: the account is in the path where the emulator keeps it itself."""
    url = urlsplit(place)
    names = [*filter(None, url.path.split("/")), "", ""]
    if place.startswith(call.base_url + "/"):
        return names[0], names[1]
    return (url.hostname or "").partition(".")[0], names[0]


def _account_of(registry: Body) -> str | None:
    """The storage account of the registry's first region."""
    for detail in registry["properties"].get("regionDetails") or []:
        for account in detail.get("storageAccountDetails") or []:
            made = account.get("systemCreatedStorageAccount") or account.get("userCreatedStorageAccount") or {}
            return (made.get("armResourceId") or {}).get("resourceId")
    return None


HANDLERS = {("POST", TYPE.lower()): _read}
