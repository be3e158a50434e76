# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ARM templates: parameters, expressions and the resources that a template asks for, in order.

The functions are those of the templates that Azure ML's clients send (contract 6.7) and their nearest relatives. What
is not known is refused by name, as ARM refuses it, and never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .expressions import TemplateError, parse
from .functions import PURE, id_of, member, truth

#: Parameters of these types are never shown again.
SECURE = ("securestring", "secureobject")


@dataclass(frozen=True)
class Frame:
    """Where a template is evaluated.

    lookup    a resource by its id, None when there is none: what `reference` reads
    values    the parameters, defaults filled in
    """

    template: Mapping[str, Any]
    subscription: str
    group: str
    location: str
    tenant: str
    deployment: str
    lookup: Callable[[str], dict[str, Any] | None]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Planned:
    """One resource of a template whose condition holds; its body is evaluated when its turn comes.

    depends   what `dependsOn` names: ids or names
    refers    ids that its expressions read, with the api-version to read them in ('' when none is said)
    """

    id: str
    type: str
    name: str
    location: str
    depends: tuple[str, ...]
    refers: tuple[tuple[str, str], ...]
    raw: Mapping[str, Any]


# ----- a template as a whole --------------------------------------------------------------------------------------


def frame_of(frame: Frame, sent: Mapping[str, Any] | None) -> Frame:
    """The frame with the parameters sent and the defaults of the rest; TemplateError for a missing or unknown one."""
    declared = frame.template.get("parameters") or {}
    given = {name.lower(): item for name, item in (sent or {}).items()}
    unknown = sorted(set(given) - {name.lower() for name in declared})
    if unknown:
        raise TemplateError(
            f"The following parameters were supplied, but do not correspond to any parameters defined in the template: "
            f"'{', '.join(unknown)}'."
        )
    for name, entry in declared.items():
        item = given.get(name.lower())
        value = item.get("value") if isinstance(item, Mapping) else None
        if value is None and "defaultValue" in entry:
            # A null counts as not sent (recorded of MLClient's template, 2024).
            frame.values[name.lower()] = evaluate(entry["defaultValue"], frame)
        elif isinstance(item, Mapping) and "value" in item:
            frame.values[name.lower()] = value
        else:
            raise TemplateError(f"The value for the template parameter '{name}' is not provided.")
    return frame


def shown_parameters(frame: Frame) -> dict[str, Any]:
    """The parameters as a deployment shows them; secure ones without their value."""
    shown = {}
    for name, entry in (frame.template.get("parameters") or {}).items():
        kind = str(entry.get("type") or "string")
        shown[name] = {"type": kind[:1].upper() + kind[1:]}
        if kind.lower() not in SECURE:
            shown[name]["value"] = frame.values[name.lower()]
    return shown


def outputs_of(frame: Frame) -> dict[str, Any]:
    """The outputs, to be evaluated when all resources are there."""
    outputs = {}
    for name, entry in (frame.template.get("outputs") or {}).items():
        if "condition" not in entry or truth(evaluate(entry["condition"], frame)):
            kind = str(entry.get("type") or "string")
            outputs[name] = {"type": kind[:1].upper() + kind[1:], "value": evaluate(entry.get("value"), frame)}
    return outputs


def plan(frame: Frame) -> list[Planned]:
    """The resources whose condition holds, every one after those it depends on; TemplateError for a circle."""
    resources = frame.template.get("resources") or []
    found = [planned for raw in resources for planned in resources_of(frame, raw, None)]
    known, by_name = indexes(found)
    ordered: list[Planned] = []
    waiting = list(found)
    while waiting:
        done = {planned.id for planned in ordered}
        ready = [planned for planned in waiting if {each.id for each in needs(planned, known, by_name)} <= done]
        if not ready:
            raise TemplateError("Circular dependency detected on resource: '" + waiting[0].id + "'.")
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def indexes(planned: Sequence[Planned]) -> tuple[dict[str, Planned], dict[str, Planned]]:
    """The resources of a template by id, and by name or by what follows `providers/`; `dependsOn` may use any."""
    names = {each.name.lower(): each for each in planned}
    relative = {each.id.rpartition("/providers/")[2].lower(): each for each in planned}
    return {each.id.lower(): each for each in planned}, {**names, **relative}


def needs(planned: Planned, known: Mapping[str, Planned], by_name: Mapping[str, Planned]) -> list[Planned]:
    """The resources of the template that one has to wait for, without those whose condition does not hold."""
    wanted = (*planned.depends, *(name for name, _version in planned.refers))
    found = (known.get(each.lower()) or by_name.get(each.lower()) for each in wanted)
    return [each for each in found if each is not None and each is not planned]


def read_here(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a resource whose expressions belong to its own template."""
    rest = {key: raw[key] for key in raw if key not in ("name", "dependsOn", "condition", "resources")}
    properties = rest.get("properties")
    if isinstance(properties, Mapping) and is_inner(properties):
        rest["properties"] = {key: properties[key] for key in properties if key != "template"}
    return rest


def is_inner(properties: Mapping[str, Any]) -> bool:
    """Whether a nested template is evaluated by itself; without a word about it, it is evaluated with the outer one."""
    return str((properties.get("expressionEvaluationOptions") or {}).get("scope") or "outer").lower() == "inner"


def references(frame: Frame, value: Any) -> list[tuple[str, str]]:
    """What the expressions in a value read with `reference`: a dependency that needs no `dependsOn`."""
    if isinstance(value, Mapping):
        return [found for key, item in value.items() for part in (key, item) for found in references(frame, part)]
    if isinstance(value, list):
        return [found for item in value for found in references(frame, item)]
    if isinstance(value, str) and value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return references_in(frame, parse(value[1:-1]))
    return []


def references_in(frame: Frame, tree: Any) -> list[tuple[str, str]]:
    """What one expression reads, through its variables too."""
    if isinstance(tree, list) or (isinstance(tree, tuple) and tree[0] == "member"):
        return [found for part in tree if not isinstance(part, str) for found in references_in(frame, part)]
    if not isinstance(tree, tuple) or tree[0] != "call":
        return []
    name, arguments = tree[1].lower(), tree[2]
    if name == "if":
        taken = arguments[1] if truth(run(arguments[0], frame)) else arguments[2]
        return references_in(frame, [arguments[0], taken])
    if name == "variables":
        wanted = str(run(arguments[0], frame)).lower()
        return [
            found
            for key, value in (frame.template.get("variables") or {}).items()
            if key.lower() == wanted
            for found in references(frame, value)
        ]
    inside = references_in(frame, arguments)
    if name == "reference":
        version = str(run(arguments[1], frame)) if len(arguments) > 1 else ""
        return [*inside, (str(run(arguments[0], frame)), version)]
    return inside


def resources_of(frame: Frame, raw: Mapping[str, Any], parent: Planned | None) -> list[Planned]:
    """One entry of `resources` with the children written inside it."""
    if raw.get("copy"):
        raise TemplateError("The emulator does not know the 'copy' element.")
    if "condition" in raw and not truth(evaluate(raw["condition"], frame)):
        return []
    kind, name = str(raw.get("type") or ""), str(evaluate(raw.get("name"), frame))
    if parent is not None and "." not in kind.partition("/")[0]:
        kind, name = f"{parent.type}/{kind}", f"{parent.name}/{name}"
    subscription = str(evaluate(raw.get("subscriptionId"), frame) or frame.subscription)
    group = str(evaluate(raw.get("resourceGroup"), frame) or frame.group)
    scope = evaluate(raw.get("scope"), frame)
    depends = tuple(str(evaluate(each, frame)) for each in raw.get("dependsOn") or ())
    if parent is not None:
        depends = (*depends, parent.id)
    planned = Planned(
        id_of(subscription, group, kind, name.split("/"), str(scope) if scope else ""),
        kind,
        name,
        str(evaluate(raw.get("location"), frame) or ""),
        depends,
        tuple(references(frame, read_here(raw))),
        raw,
    )
    inside = [child for each in raw.get("resources") or [] for child in resources_of(frame, each, planned)]
    return [planned, *inside]


def body_of(frame: Frame, planned: Planned) -> dict[str, Any]:
    """The body that is PUT for a resource. A nested template stays as it is when it is evaluated by itself."""
    left_out = (
        "type",
        "name",
        "apiVersion",
        "dependsOn",
        "condition",
        "resources",
        "scope",
        "resourceGroup",
        "comments",
    )
    body = {key: value for key, value in planned.raw.items() if key not in (*left_out, "subscriptionId")}
    if planned.type.lower() == "microsoft.resources/deployments":
        properties = dict(body.get("properties") or {})
        template = properties.pop("template", None)
        inner = is_inner(properties)
        body["properties"] = evaluate(properties, frame)
        body["properties"]["template"] = template if inner else evaluate(template, frame)
        return body
    return evaluate(body, frame)


# ----- expressions ------------------------------------------------------------------------------------------------


def evaluate(value: Any, frame: Frame) -> Any:
    """A value with every expression in it replaced by what it stands for."""
    if isinstance(value, Mapping):
        # Keys are expressions too: `userAssignedIdentities` has resource ids as its keys.
        return {str(evaluate(key, frame)): evaluate(item, frame) for key, item in value.items()}
    if isinstance(value, list):
        return [evaluate(item, frame) for item in value]
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        # A text that really starts with a bracket is written with two.
        return value[1:] if value.startswith("[[") else run(parse(value[1:-1]), frame)
    return value


def run(tree: tuple[Any, ...], frame: Frame) -> Any:
    """What a tree stands for."""
    if tree[0] == "value":
        return tree[1]
    if tree[0] == "member":
        return member(run(tree[1], frame), run(tree[2], frame))
    name, arguments = tree[1].lower(), tree[2]
    if name == "if":
        # Only the branch that is taken is looked at: the other may reference what is not there.
        return run(arguments[1] if truth(run(arguments[0], frame)) else arguments[2], frame)
    values = [run(argument, frame) for argument in arguments]
    if name in FRAMED:
        return FRAMED[name](frame, values)
    if name not in PURE:
        raise TemplateError(f"The template function '{tree[1]}' is not valid.")
    try:
        return PURE[name](*values)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as exc:
        raise TemplateError(f"Unable to evaluate the template function '{tree[1]}': {exc}.") from exc


# ----- functions --------------------------------------------------------------------------------------------------


def parameter(frame: Frame, values: list[Any]) -> Any:
    """The value of a parameter."""
    name = str(values[0]).lower()
    if name not in frame.values:
        raise TemplateError(f"The template parameter '{values[0]}' is not found.")
    return frame.values[name]


def variable(frame: Frame, values: list[Any]) -> Any:
    """The value of a variable, evaluated where it is used."""
    for name, value in (frame.template.get("variables") or {}).items():
        if name.lower() == str(values[0]).lower():
            return evaluate(value, frame)
    raise TemplateError(f"The template variable '{values[0]}' is not found.")


def resource_id(frame: Frame, values: list[Any]) -> str:
    """An id from an optional subscription and group, a type and its names (resourceId)."""
    texts = [str(value) for value in values]
    at = next((index for index, text in enumerate(texts) if "/" in text and "." in text.partition("/")[0]), None)
    if at is None:
        raise TemplateError("The template function 'resourceId' needs the type of a resource.")
    before = texts[:at]
    group = before[-1] if before else frame.group
    subscription = before[0] if len(before) > 1 else frame.subscription
    return id_of(subscription, group, texts[at], [part for text in texts[at + 1 :] for part in text.split("/")])


def subscription_resource_id(frame: Frame, values: list[Any]) -> str:
    """An id at subscription scope (subscriptionResourceId)."""
    texts = [str(value) for value in values]
    if "/" in texts[0]:
        texts = [frame.subscription, *texts]
    return id_of(texts[0], "", texts[1], texts[2:])


def reference(frame: Frame, values: list[Any]) -> Any:
    """The properties of a resource named by id or name, or all of it with 'Full' as third argument."""
    wanted = str(values[0])
    if not wanted.startswith("/"):
        wanted = next((each.id for each in plan(frame) if each.name.lower() == wanted.lower()), wanted)
    found = frame.lookup(wanted)
    if found is None:
        raise TemplateError(f"The resource referenced in template is not available: '{wanted}'.")
    return found if len(values) > 2 and str(values[2]).lower() == "full" else found.get("properties") or {}


def group_of(frame: Frame, values: list[Any]) -> dict[str, Any]:
    """The group that is deployed to (resourceGroup)."""
    own = f"/subscriptions/{frame.subscription}/resourceGroups/{frame.group}"
    return {"id": own, "name": frame.group, "type": "Microsoft.Resources/resourceGroups", "location": frame.location}


def subscription_of(frame: Frame, values: list[Any]) -> dict[str, Any]:
    """The subscription that is deployed to."""
    return {
        "id": f"/subscriptions/{frame.subscription}",
        "subscriptionId": frame.subscription,
        "tenantId": frame.tenant,
        "displayName": "Emulator subscription",
    }


FRAMED: dict[str, Callable[[Frame, list[Any]], Any]] = {
    "parameters": parameter,
    "variables": variable,
    "resourceid": resource_id,
    "subscriptionresourceid": subscription_resource_id,
    "reference": reference,
    "resourcegroup": group_of,
    "subscription": subscription_of,
    "tenant": lambda frame, values: {"tenantId": frame.tenant},
    "deployment": lambda frame, values: {"name": frame.deployment},
}
