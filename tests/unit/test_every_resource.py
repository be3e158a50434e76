# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every declaration against itself, and against what Microsoft publishes about its type."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.mlops.azureml.plugins.module_utils import redact
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import arguments
from ansible_collections.mlops.azureml.plugins.module_utils.compare import NORMAL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.compute import COMPUTE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.datastore import DATASTORE
from ansible_collections.mlops.azureml.plugins.module_utils.resources.model import ARM_MODEL
from ansible_collections.mlops.azureml.plugins.module_utils.resources.workspace import WORKSPACE
from ansible_collections.mlops.azureml.plugins.module_utils.schema import Field, Resource, applicable, placeholders
from ansible_collections.mlops.azureml.plugins.module_utils.scope import NAMES
from ansible_collections.mlops.azureml.plugins.module_utils.tree import join
from tests.unit import published

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
PACKAGE = "ansible_collections.mlops.azureml.plugins"


def declared() -> list[Resource]:
    """Every declaration of a resource there is; a new file below resources/ is found by itself."""
    found = []
    for path in sorted((PLUGINS / "module_utils" / "resources").glob("[a-z]*.py")):
        module = importlib.import_module(f"{PACKAGE}.module_utils.resources.{path.stem}")
        values = [value for value in vars(module).values() if isinstance(value, Resource)]
        found += [value for value in values if value not in found]
    return found


def modules() -> list[str]:
    return sorted(path.stem for path in (PLUGINS / "modules").glob("aml_*.py"))


def task_of(module: str):
    return importlib.import_module(f"{PACKAGE}.modules.{module}").TASK


def label(resource: Resource) -> str:
    return f"{resource.plane}-{resource.noun}"


RESOURCES = declared()
every_resource = pytest.mark.parametrize("resource", RESOURCES, ids=label)
PUBLISHED = [
    resource
    for resource in RESOURCES
    if resource.plane == "arm"
    and published.type_of(resource).partition("/")[0] in published.PROVIDERS
    and "/locations/" not in published.type_of(resource)
]
every_published_resource = pytest.mark.parametrize("resource", PUBLISHED, ids=label)
every_module = pytest.mark.parametrize("module", modules())


def variants(resource: Resource) -> list[str]:
    union = next((item for item in resource.fields if item.option == resource.union), None)
    return list(union.choices) if union else [""]


def places(
    fields: tuple[Field, ...], base: str = "", words: frozenset[str] = frozenset(), prefix: str = ""
) -> Iterator[tuple[str, str, frozenset[str], Field]]:
    """(option, path, the words that choose its union's branch, field) of every field outside of lists."""
    for item in fields:
        chosen = words | frozenset(item.variants)
        path = join(base, item.path)
        yield join(prefix, item.option), path, chosen, item
        if item.type == "dict":
            yield from places(item.fields, path, chosen, join(prefix, item.option))


def test_every_declaration_is_found():
    nouns = {resource.noun for resource in RESOURCES}
    assert {"workspace", "compute", "datastore", "model", "resource_group", "storage_account", "run"} <= nouns


class TestByItself:
    @every_resource
    def test_no_variant_has_an_option_twice(self, resource):
        for variant in variants(resource):
            options = [item.option for item in applicable(resource.fields, variant)]
            twice = {option for option in options if options.count(option) > 1}
            assert not twice, f"{resource.noun} {variant} has {twice} twice"

    @every_resource
    def test_every_name_in_its_path_has_a_rule_that_its_example_obeys(self, resource):
        for option in placeholders(f"{resource.scope.path}/{resource.path}"):
            pattern, example = resource.names.get(option) or NAMES.get(option) or NAMES["name"]
            assert re.fullmatch(pattern, example), f"{option}: {example} does not match {pattern}"
            assert not re.fullmatch(pattern, ".."), f"{option}: .. would climb"

    @every_resource
    def test_every_word_of_the_vocabulary_is_used_rightly(self, resource):
        for option, path, _words, item in places(resource.fields):
            assert item.same in {*NORMAL, "json", "shares", "tree"}, (
                f"{option} is compared by an unknown rule {item.same}"
            )
            # Both read_only and write_only: a secret of the service that is neither an option nor shown.
            assert not (item.read_only and (item.create_only or item.required)), option
            assert not (item.write_only and item.on_create is not None), f"{option}: a secret has no default"
            assert set(item.variants) <= {word for other in _siblings(resource, item) for word in other.choices}, option
            assert path or item.type == "dict", f"{option} has no place in the service's shape"
            if item.key:
                assert item.key in {sub.option for sub in item.fields}, f"{option} is keyed by an unknown {item.key}"

    @every_resource
    def test_a_local_source_stands_for_an_option_of_its_own(self, resource):
        source = resource.source
        if source is None:
            return
        known = {
            option: path for option, path, _words, item in places(resource.fields) if item.create_only or item.required
        }
        assert known.get(source.uri) == source.path, f"{source.uri} is no option, or can be changed"
        assert not set(source.options) & {option for option, _path, _words, _item in places(resource.fields)}
        words = {word for item in resource.fields if item.option == resource.union for word in item.choices}
        assert set(source.files) <= words

    @every_resource
    def test_every_path_of_its_patch_body_belongs_to_a_field(self, resource):
        paths = [path for _option, path, _words, item in places(resource.fields) if item.writable]
        paths += [path for state in resource.states for path, _value in state.sets]
        for unit in resource.patch:
            inside = [path for path in paths if path == unit or path.startswith(unit + ".")]
            assert inside, f"no option is sent by a PATCH of {unit}"

    @every_resource
    def test_every_state_leads_somewhere(self, resource):
        for state in resource.states:
            if state.action:
                assert state.path and (state.reached or state.settles), f"{state.word} is never reached"


def _siblings(resource: Resource, item: Field) -> list[Field]:
    """The fields next to ``item``, where its union's discriminator is."""
    groups = [resource.fields, *(found.fields for _o, _p, _w, found in places(resource.fields))]
    return list(next(group for group in groups if item in group))


class TestTheArgumentSpec:
    @every_module
    def test_is_one_that_ansible_takes(self, module):
        spec = arguments(task_of(module))
        given = {option: _example(entry) for option, entry in spec.items() if entry.get("required")}
        told = ArgumentSpecValidator(spec, mutually_exclusive=[]).validate(given)
        assert not told.error_messages, told.error_messages

    @every_module
    def test_says_of_whatever_looks_like_a_secret_whether_it_is_one(self, module):
        for option, entry in _every_entry(arguments(task_of(module))):
            if re.search(r"(password|secret|token|_key|^key_|pat$|sas)", option.rpartition(".")[2]):
                assert "no_log" in entry, f"{option} does not say no_log"

    @every_module
    def test_masks_every_secret(self, module):
        """Names that hold a secret wherever they occur in an answer are secrets as options too (reliability S04)."""
        shown = [
            option
            for option, entry in _every_entry(arguments(task_of(module)))
            if redact.is_secret_key(option.rpartition(".")[2]) and not entry.get("no_log") and "options" not in entry
        ]
        assert not shown, f"{module}: {shown} must be no_log"

    @every_module
    def test_takes_what_the_whole_group_may_be_given(self, module):
        """One ``module_defaults`` for the group sets these for every module (design section 6)."""
        shared = {"resource_group", "workspace", "api_version", "subscription_id", "cloud_environment", "ca_path"}
        missing = shared - arguments(task_of(module)).keys()
        assert not missing, f"{module} refuses {sorted(missing)}"

    @pytest.mark.parametrize("resource", RESOURCES, ids=label)
    def test_every_secret_of_a_declaration_is_no_log(self, resource):
        for option, _path, _words, item in places(resource.fields):
            assert not item.write_only or item.no_log is not False, f"{option} is a secret and says no_log: false"


def _example(entry):
    if entry.get("choices"):
        return entry["choices"][0]
    return {"dict": {}, "list": [], "int": 1, "bool": True, "raw": {}}.get(entry.get("type"), "x")


def _every_entry(spec, prefix=""):
    for option, entry in spec.items():
        yield prefix + option, entry
        yield from _every_entry(entry.get("options") or {}, f"{prefix}{option}.")


UNFLAGGED = {"key", "sasToken", "clientSecret", "certificate", "databricksAccessToken", "password", "secretAccessKey"}
UNFLAGGED |= {"pat", "sas"}

# Writable in the published schema and without an option, with the reason.
WITHOUT_AN_OPTION = {
    "properties.managedNetwork.status.sparkReady": "the service's own report of how far it is",
    "sku.capacity": "nothing of these types is bought by number",
    "sku.family": "the service takes a plan by its name",
    "sku.size": "the service takes a plan by its name",
    "sku.tier": "the service takes a plan by its name",
}


class TestAsPublished:
    """The schemas are Microsoft's and no part of the project: an ordinary clone skips these."""

    def test_only_these_have_no_published_schema(self):
        others = {published.type_of(item) for item in RESOURCES if item.plane == "arm" and item not in PUBLISHED}
        # What a region tells is no resource, so the schemas of resources do not have it.
        told = {f"Microsoft.MachineLearningServices/locations/{word}" for word in ("quotas", "usages", "vmSizes")}
        assert others == {"Microsoft.OperationalInsights/workspaces", "{name}/", *told}

    @every_published_resource
    def test_every_path_exists(self, resource):
        schema = published.Schema(resource)
        missing = []
        for option, path, words, item in places(resource.fields):
            for word in words or variants(resource):
                chosen = frozenset([word])
                known = schema.at(path, chosen) or schema.at(path, node=schema.container) if path else {}
                if known is None:
                    missing.append(f"{option} ({path}) of {resource.noun} {word}")
            if item.type == "list" and item.fields:
                element = schema.element(schema.at(path, words) or {})
                inner = places(item.fields)
                missing += [f"{option}.{sub}" for sub, at, _w, _f in inner if schema.at(at, node=element) is None]
        assert not missing, f"not in the schema of {resource.api_version}: {missing}"

    @every_published_resource
    def test_what_the_schema_calls_read_only_is_read_only(self, resource):
        schema = published.Schema(resource)
        for option, path, words, item in places(resource.fields):
            node = schema.at(path, words) if path else None
            assert not (node or {}).get("readOnly") or item.read_only, f"{option} is read-only in the schema"

    @every_published_resource
    def test_what_the_schema_calls_sensitive_is_masked(self, resource):
        """Flagged by the schema, or one of the twelve that it forgets (reliability 0.4)."""
        schema = published.Schema(resource)
        for option, path, words, item in places(resource.fields):
            node = schema.at(path, words) if path else None
            secret = (node or {}).get("x-sensitive") or (path.rpartition(".")[2] in UNFLAGGED and not item.fields)
            assert not secret or item.write_only, f"{option} ({path}) is a secret of the service"

    @every_published_resource
    def test_the_choices_are_the_services(self, resource):
        schema = published.Schema(resource)
        for option, path, words, item in places(resource.fields):
            listed = schema.choices(schema.at(path, words) or {}) if path and item.choices else set()
            unknown = set(item.choices) - listed
            assert not listed or not unknown, f"{option} offers {unknown}, the schema only {sorted(listed)}"

    @pytest.mark.parametrize(
        ("resource", "variant"),
        [(resource, word) for resource in (WORKSPACE, COMPUTE, DATASTORE, ARM_MODEL) for word in variants(resource)],
        ids=lambda value: value if isinstance(value, str) else value.noun,
    )
    def test_whatever_may_be_written_has_an_option(self, resource, variant):
        words = frozenset([variant]) if variant else frozenset()
        fields = applicable(resource.fields, variant)
        reached = {path for _option, path, _words, item in places(fields) if not _is_group(item)}
        reached |= {join(base, path) for base, along in _alongs(fields) for path, _value in along}
        reached |= {path for state in resource.states for path, _value in state.sets}
        missing = [
            path
            for path in published.Schema(resource).writable(words)
            if path not in WITHOUT_AN_OPTION
            and not any(path == known or path.startswith(known + ".") for known in reached)
        ]
        assert not missing, f"{resource.noun} {variant} has no option for {missing}"

    @pytest.mark.parametrize(
        ("resource", "prefix", "word", "class_name"),
        [
            (WORKSPACE, "", "", "TrackedResource"),
            (COMPUTE, "properties", "", "Compute"),
            (DATASTORE, "properties", "AzureBlob", "AzureBlobDatastore"),
            (DATASTORE, "properties", "AzureDataLakeGen1", "AzureDataLakeGen1Datastore"),
            (DATASTORE, "properties", "AzureDataLakeGen2", "AzureDataLakeGen2Datastore"),
            (DATASTORE, "properties", "AzureFile", "AzureFileDatastore"),
            (DATASTORE, "properties", "OneLake", "OneLakeDatastore"),
            (ARM_MODEL, "properties", "", "AssetBase"),
        ],
        ids=lambda value: value if isinstance(value, str) else value.noun,
    )
    def test_what_only_creation_may_set_is_create_only(self, resource, prefix, word, class_name):
        lines = published.text("immutable_fields_2025-12-01.txt").splitlines()
        names = next(line.split(": ")[1].split() for line in lines if line.startswith(class_name + ": "))
        fields = {path: item for _option, path, _words, item in places(applicable(resource.fields, word))}
        for name in names:
            assert fields[join(prefix, name)].create_only, f"{name} of {class_name} can be set on creation only"

    def test_the_patch_body_of_a_workspace_is_the_services(self):
        bodies = dict(line.split(": ") for line in _patch_bodies())
        top = set(bodies["WorkspaceUpdateParameters"].split()) - {"properties"}
        inner = {f"properties.{name}" for name in bodies["WorkspacePropertiesUpdateParameters"].split()}
        units = {".".join(unit.split(".")[:2]) if unit.startswith("properties.") else unit for unit in WORKSPACE.patch}
        assert units == top | inner
        encryption = [unit for unit in WORKSPACE.patch if unit.startswith("properties.encryption")]
        assert encryption == ["properties.encryption." + bodies["EncryptionUpdateProperties"]]

    def test_the_patch_body_of_a_cluster_is_the_services(self):
        bodies = dict(line.split(": ") for line in _patch_bodies())
        assert bodies["ClusterUpdateProperties"] == "properties"
        assert COMPUTE.patch == ("properties.properties." + bodies["ScaleSettingsInformation"],)

    @pytest.mark.parametrize("resource", [DATASTORE, ARM_MODEL], ids=label)
    def test_a_type_without_a_patch_is_not_patched(self, resource):
        lines = published.text("ops-2025-12-01.txt").splitlines()
        below = published.type_of(resource).split("/")[1:]
        pattern = "/".join(rf"{word}/\{{[^/]+\}}" for word in below)
        found = [line for line in lines if re.search(pattern + r"(\s|\?|$)", line)]
        assert found, "the operation table has no such path"
        assert not any("PATCH" in line for line in found) and not resource.patch


def _patch_bodies() -> list[str]:
    return published.text("immutable_fields_2025-12-01.txt").partition("# PATCH bodies\n")[2].splitlines()


def _is_group(item: Field) -> bool:
    """True for a dict whose members have options of their own: it stands for no more than they do."""
    return item.type == "dict" and bool(item.fields)


def _alongs(fields: tuple[Field, ...], base: str = "") -> Iterator[tuple[str, tuple[tuple[str, object], ...]]]:
    for item in fields:
        yield base, item.along
        if item.type == "dict":
            yield from _alongs(item.fields, join(base, item.path))
