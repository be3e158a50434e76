# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The YAML of ``az ml`` as an item of ``aml_apply``. Reads no file and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mlops.azureml.plugins.module_utils.definition import document as documents
from ansible_collections.mlops.azureml.plugins.module_utils.definition.draft import OPTION, SCHEMAS, Draft, drafted
from ansible_collections.mlops.azureml.plugins.module_utils.definition.lay import laid
from ansible_collections.mlops.azureml.plugins.module_utils.definition.place import Label, Measured, Place, Shown
from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError
from ansible_collections.mlops.azureml.plugins.module_utils.resources.estate import ESTATE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource
from ansible_collections.mlops.azureml.plugins.module_utils.task import Derived

# What the name of a schema ends with, by our noun; the first that fits. The names are those of the CLI's own schemas,
# in lower case: commandJob, managedOnlineDeployment, amlCompute.
ENDINGS = (
    ("job", "job"),
    ("component", "component"),
    ("onlineendpoint", "online_endpoint"),
    ("serverlessendpoint", "serverless_endpoint"),
    ("batchendpoint", "batch_endpoint"),
    ("batchdeployment", "batch_deployment"),
    ("onlinedeployment", "online_deployment"),
    ("schedule", "schedule"),
    ("connection", "connection"),
    ("marketplacesubscription", "marketplace_subscription"),
    ("featurestoreentity", "feature_store_entity"),
    ("featureset", "featureset"),
    ("compute", "compute"),
    ("computeinstance", "compute"),
    ("environment", "environment"),
    ("model", "model"),
    ("data", "data"),
    ("registry", "registry"),
    ("azureblob", "datastore"),
    ("azurefile", "datastore"),
    ("azuredatalakegen1", "datastore"),
    ("azuredatalakegen2", "datastore"),
    ("onelake", "datastore"),
    ("workspace", "workspace"),
    ("hub", "workspace"),
    ("project", "workspace"),
    ("featurestore", "workspace"),
)
_SCHEMA = re.compile(r".*/([A-Za-z0-9]+)(\.schema)?\.json#?")
INSTEAD = f"give the document to the option {OPTION} of the module or the item instead"


@dataclass
class NoFiles:
    """What lies beside a definition, for a reader that must not look: :class:`definition.making.Files`.

    :param named: every local path that was asked for.
    """

    named: list[str] = field(default_factory=list)

    def kind(self, path: str) -> str:
        """A folder, which then is found among what nobody measured."""
        return "folder"

    def text(self, path: str, at: str) -> str:
        """:raises InputError: always."""
        raise InputError(at, f"names a local file, which a filter does not read; {INSTEAD}")

    def load(self, path: str, at: str) -> Any:
        """:raises InputError: always."""
        return self.text(path, at)

    def beside(self, folder: str, path: str) -> str:
        """The path as it is."""
        self.named.append(path)
        return path

    def folder(self, path: str) -> str:
        """Nowhere."""
        return ""

    def dumped(self, document: Any) -> str:
        """A document as the client writes it."""
        return documents.dumped(document)


def item(
    source: Any,
    type: str = "",
    subscription_id: str = "",
    resource_group: str = "",
    workspace: str = "",
    registry: str = "",
    name: str = "",
    version: str = "",
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The item, and what the user is to be told of it.

    :param source: the document as text or as a map.   :param type: the noun; what ``$schema`` says where empty.
    :raises InputError: naming the key that the CLI refuses, or that a filter cannot translate.
    """
    document = documents.parsed(source, OPTION) if isinstance(source, str) else source
    if not isinstance(document, Mapping) or not document:
        raise InputError(OPTION, "must be a map, or YAML that is one")
    noun = type or noun_of(document)
    given = {"resource_group": resource_group, "workspace": workspace, "registry": registry}
    given = {option: value for option, value in given.items() if value}
    names = {option: value for option, value in (("name", name), ("version", version)) if value}
    place = Place(*(value or _unknown(option) for option, value in _where(given, subscription_id)), registry)
    files = NoFiles()
    draft = drafted(noun, document, "", place, files, {**given, **names})
    _refuse_open(draft, files)
    fields = _fields(noun)
    options = laid(fields, laid(fields, draft.new, draft.options), names)
    if "version" in _segments(noun) and not options.get("version"):
        raise InputError("version", f"is required, here or in the document; or {INSTEAD}")
    _refuse_unknown(options, given, subscription_id)
    if draft.version:
        options["api_version"] = draft.version
    return {"type": noun, **given, **_renamed(fields, options)}, draft.warnings


def noun_of(document: Mapping[str, Any]) -> str:
    """The noun that a document's ``$schema`` says. :raises InputError: it has none, or one that no module is for."""
    schema = document.get("$schema")
    found = _SCHEMA.fullmatch(str(schema or ""))
    word = found[1].lower() if found else ""
    noun = next((noun for ending, noun in ENDINGS if word.endswith(ending)), "")
    if not noun:
        known = ", ".join(sorted(SCHEMAS))
        raise InputError("type", f"is required where $schema does not say what the document is: one of {known}")
    return noun


def _where(given: Mapping[str, str], subscription_id: str) -> Iterator[tuple[str, str]]:
    yield "subscription_id", subscription_id
    yield "resource_group", given.get("resource_group", "")
    yield "workspace", given.get("workspace", "")


def _unknown(option: str) -> str:
    """What stands for an option that was not given; no name has such signs."""
    return f"<{option}>"


def _refuse_open(draft: Draft, files: NoFiles) -> None:
    """:raises InputError: what the document comes to depends on a disk, on the service, or on what comes before it."""
    for asked in draft.missing:
        if isinstance(asked, Measured):
            raise InputError(asked.at, f"is local, and a filter reads no file; {INSTEAD}")
        if isinstance(asked, Label):
            raise InputError(OPTION, f"names the latest version of {asked.name}, which is looked up; {INSTEAD}")
        path = asked.path.rpartition("/")[2] if isinstance(asked, Shown) else "code"
        raise InputError(OPTION, f"depends on {path}, which is looked up; {INSTEAD}")
    for path in files.named:
        raise InputError(OPTION, f"names {path[:80]!r}, which is local, and a filter reads no file; {INSTEAD}")
    for part in draft.before:
        raise InputError(OPTION, f"brings along a resource of its own ({part.noun}); {INSTEAD}")


def _refuse_unknown(options: Any, given: Mapping[str, str], subscription_id: str) -> None:
    """:raises InputError: the document names what is in a workspace that nobody named."""
    texts = list(_texts(options))
    for option, value in _where(given, subscription_id):
        if not value and any(_unknown(option) in text for text in texts):
            raise InputError(option, "is required: the document names something there by its short name")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def _kinds(noun: str) -> tuple[Resource, ...]:
    declared = ESTATE.kind(noun)
    return declared.candidates if isinstance(declared, Derived) else (declared,)


def _fields(noun: str) -> tuple[Field, ...]:
    return tuple(one for kind in _kinds(noun) for one in kind.fields)


def _segments(noun: str) -> set[str]:
    """The options that name a resource of that kind."""
    return {option for kind in _kinds(noun) for option in kind.segments}


def _renamed(fields: tuple[Field, ...], options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as an item has them: there ``type`` is the noun, and the option of that name has its other one."""
    other = next((one.aliases[0] for one in fields if one.option == "type" and one.aliases), "type")
    return {other if option == "type" else option: value for option, value in options.items()}
