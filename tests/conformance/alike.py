# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two request bodies say the same to Azure: ours, and the one that Microsoft's client sent. Pure.

What may differ is what ../shared/contract/yaml_mapping.md names, and no more: the noise and the bugs of the client
(its sections 1, 2 and 21), and what the client's older api-version spells otherwise (its section 20).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

# Section 21.1: members that mean nothing. The workspace's tag names the client.
NOISE = {"_source", "client_component_hash", "createdByToolkit", "skipValidation"}
# Section 1: enumerations are sent in whatever case the client's transformation leaves them.
WORDS = {
    "action",
    "authMode",
    "category",
    "condition",
    "dataCollectionMode",
    "egressPublicNetworkAccess",
    "frequency",
    "goal",
    "kind",
    "loggingLevel",
    "mode",
    "osType",
    "publicNetworkAccess",
    "rollingRate",
    "status",
    "taskType",
    "storageAccountType",
    "systemDatastoresAuthMode",
    "type",
    "weekDays",
}
# Section 20: maps of texts, in which the client leaves numbers and booleans as they are.
TEXTS = {"conf", "environmentVariables", "properties", "settings", "sparkConfiguration", "tags"}
RENAMED = {
    "alertNotificationSetting": "alertNotificationSettings",
    "emailNotificationSetting": "emailNotificationSettings",
    # The spelling of the client's template for workspaces.
    "computeruntime": "computeRuntime",
    "SparkRuntimeVersion": "sparkRuntimeVersion",
}
OLDER = {"alertNotificationType", "emailOn"}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
# Section 4: storage of the server that logged the requests, and of the emulator; and the places that they gave.
_UPLOADED = re.compile(
    r"https://(?:st\.blob\.core\.windows\.net/(?:pending-\d+|azureml-blobstore)|127\.0\.0\.1:\d+/[^/]+/[^/]+)/(.+)"
)
_IDS = re.compile(r"^/subscriptions/", re.IGNORECASE)

# The places at which bodies may differ, and the section that says why: patterns over ``entity:dotted.path``.
GAPS: tuple[tuple[str, str], ...] = (
    (r"schedule:.*\.signals\.\w+\.(modelType|dataSegment|workspaceConnection)", "20"),
    (r"schedule:.*\.featureImportanceSettings.*", "20: required there, unknown to the client"),
    (r"schedule:.*\.signals\.\w+\.(componentId|inputAssets\.\w+\.uri)", "21.5: of a custom signal, not resolved"),
    (r"job:properties\.componentId", "21.5: the client does not resolve the component of a pipeline job"),
    (r"job:.*\.limitSettings\.(maxNodes|sweepTrials|sweepConcurrentTrials)", "20"),
    (r"job:properties\.resources", "20: a sweep has them in its trial"),
    (
        r"(workspace\w*|feature_store):properties\.(networkAcls|allowRoleAssignmentOnRG).*",
        "20, and 21.5: lost on creation",
    ),
    (r"workspace_update:properties\.managedNetwork\.firewallSku", "21.3: what is not named is left alone"),
    (r"workspace:properties\.workspaceHubConfig", "the client loses it: Hub._hub_values_to_rest_object of 1.35.2"),
    (r"registry:properties\.managedResourceGroupTags.*", "20"),
    (r"data:properties\.properties", "4: a registry gave the place; the client marks code alone"),
    (r"serverless_endpoint:properties\.authMode", "19: 2025-12-01 requires it"),
    (r"compute\w*:properties\.properties\.(enableRootAccess|releaseQuotaOnStop|enableOSPatching)", "20"),
    (r"compute\w*:.*\.(cron|recurrence)\.triggerType", "20"),
)


def normal(value: Any, key: str = "") -> Any:
    """A value as it compares: without noise, texts of enumerations in lower case, durations in seconds."""
    if isinstance(value, Mapping):
        made = {name: normal(item, name) for name, item in value.items() if name not in NOISE}
        if key in TEXTS:
            made = {name: item if isinstance(item, (dict, list)) else _text(item) for name, item in made.items()}
        return {
            name: item
            for name, item in made.items()
            if item not in (None, {}) and not (name in ("isArchived", "isAnonymous") and item in (False, "false"))
        }
    if isinstance(value, list):
        return [normal(item, key) for item in value]
    if not isinstance(value, str):
        return value
    if key == "featuresetProperties":
        return json.loads(value)
    if key == "condaFile":
        return yaml.safe_load(value)
    # Section 21.5: the client writes the scheme before an endpoint that has one.
    value = value.replace("https://https://", "https://")
    value = _UPLOADED.sub(r"https://storage/\1", value)
    found = _DURATION.fullmatch(value)
    if found and any(found.groups()):
        return sum(float(part or 0) * size for part, size in zip(found.groups(), (86400, 3600, 60, 1), strict=True))
    if key in WORDS or _IDS.match(value):
        return value.lower()
    return value


def _text(value: Any) -> Any:
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def modern(value: Any) -> Any:
    """The client's older words for a monitor in those of 2025-12-01 (section 20)."""
    if isinstance(value, list):
        return [modern(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    made = {RENAMED.get(name, name): modern(item) for name, item in value.items() if name not in OLDER}
    if "signalType" in made:
        told = made.pop("mode", "Disabled") == "Enabled"
        made.update({"notificationTypes": ["AmlNotification"]} if told else {})
    if made.get("inputDataType") == "Trailing":
        made["inputDataType"] = "Rolling"
    return made


def differences(theirs: Any, ours: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Dotted path, their value and ours, wherever the two normal forms differ."""
    if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
        for name in sorted({*theirs, *ours}):
            inner = f"{path}.{name}" if path else name
            yield from differences(theirs.get(name), ours.get(name), inner)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for place, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            yield from differences(one, other, f"{path}[{place}]")
    elif theirs != ours:
        yield path, theirs, ours


def unexplained(entity: str, theirs: Any, ours: Any, volatile: set[str]) -> list[str]:
    """What differs without a reason, one line each. ``volatile`` are dotted paths whose values are random."""
    found = []
    for path, one, other in differences(normal(modern(theirs)), normal(ours)):
        # Section 21.3: what an update does not name is left as it is, which a PUT or PATCH of ours may repeat.
        if path in volatile or (one is None and entity.endswith("_update")):
            continue
        if any(re.fullmatch(pattern, f"{entity}:{path}") for pattern, _why in GAPS):
            continue
        found.append(f"{path}: theirs {one!r}, ours {other!r}")
    return found
