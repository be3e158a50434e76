# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes local content to where its resource will say that it is, and says where that is. Knows nothing of check mode.

Content that another version of code has is not sent again: that version's address is taken.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from . import blobs as storage
from . import content, errors, local, send
from .address import locate
from .arm import Arm
from .blobs import Blobs, Place
from .content import Content
from .definition import document
from .schema import ABSENT, Resource
from .scope import WORKSPACE
from .session import Session
from .source import HASH_VERSIONS, Source, stored
from .steps import Do, Steps
from .target import Target
from .transport import READ, UNSAFE
from .tree import bury, dig

# Microsoft's client asks for a signature in this version, and for one that is good for an hour.
SIGNING_API_VERSION = "2024-10-01-preview"
SIGNED_FOR = {"expirableSecret": True, "expireAfterHours": 1}
PENDING = "TemporaryBlobReference"
KEYLESS = "is used with an identity, and has no key that a signature could be made with"
KINDS: Mapping[str, local.Kind] = {"code": content.of_code, "tree": content.of_tree}


def read(resource: Resource, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """``params`` with each document that the task names by the path of its file. :raises InputError: it is none."""
    for option in (item.option for item in resource.fields if item.same == "json"):
        given = params.get(option)
        if isinstance(given, str) and given:
            params = {**params, option: document.load(os.path.expanduser(given), option)}
        elif given is not None and not isinstance(given, Mapping):
            raise errors.InputError(option, "must be a map or the path of a file")
    return params


def measured(session: Session, resource: Resource, params: Mapping[str, Any]) -> Steps:
    """The :class:`Content` of the local file or folder that the task gives; None where it gives none."""
    source = resource.source
    if source is None or not source.given(params) or params.get("state") == ABSENT.word:
        return None
    return (yield Do(partial(_measured, session, resource, source, params)))


def _measured(session: Session, resource: Resource, source: Source, params: Mapping[str, Any]) -> Content:
    """:raises InputError: it cannot be uploaded."""
    path = source.given(params)
    read = 0

    def seen(count: int) -> None:
        nonlocal read
        session.deadline.clock.check()
        if session.deadline.left() <= 0:
            raise errors.OperationTimeout(
                f"{path} was still being read when the task's {session.deadline.seconds:g} s were over"
            )
        read += count
        session.report(f"{path}: {read // content.MIB} MiB read")

    found = local.measured(source.option, path, KINDS[source.hashed], seen)
    problem = source.misfit(str(params.get(resource.union) or ""), found.single)
    if problem:
        raise errors.InputError(source.option, f"{path} {problem}")
    longest = max(len(found.blob(file)) for file in found.files)
    if longest + len(stored("", found.hash)) > storage.LONGEST_NAME:
        raise errors.InputError(source.option, f"{path} holds a file whose name is too long for storage")
    return found


def wished(target: Target, found: Content | None, current: Mapping[str, Any] | None) -> Target:
    """``target`` with the address in its params that stands for the content."""
    source, resource = target.resource.source, target.resource
    if source is None or found is None:
        return target
    params = source.wished(resource.scope, target.params, found.name, found.hash, current)
    return replace(target, params=params)


def delivered(target: Target, found: Content | None) -> Steps:
    """``target`` with the address at which the content now is; what is not there yet was sent."""
    source = target.resource.source
    if source is None or found is None:
        return target
    address = yield Do(partial(_delivered, target, source, found))
    return replace(target, params=bury(target.params, source.uri, address))


def explained(error: errors.AmlError, source: Source | None, found: Content | None) -> None:
    """Let an error that names the address name the option that the task gave in its place."""
    if source is None or found is None or error.facts.get("target") != source.uri:
        return
    error.facts["target"] = source.option
    error.message = source.option + error.message.removeprefix(source.uri)


def _delivered(target: Target, source: Source, found: Content) -> str:
    if target.resource.scope not in source.pending:
        return _to_datastore(target, source, found)
    if source.hashed == "code" and target.resource.scope == WORKSPACE:
        known = _known(target, found)
        if known:
            return known
    ending = "" if found.single and source.hashed == "code" else found.name
    try:
        blobs = Blobs(
            target.session.arm.transport, target.session.met, partial(_pending, target, _upload_id(target, found))
        )
        _send(target, blobs, "", found)
    except errors.ServiceError as error:
        if error.code != "ContainerNotFound":
            raise
        # The place was asked for before, and the service has cleared it away since.
        blobs = Blobs(target.session.arm.transport, target.session.met, partial(_pending, target, str(uuid.uuid4())))
        _send(target, blobs, "", found)
    return f"{blobs.place.url}/{ending}"


def _known(target: Target, found: Content) -> str:
    """Where code of the same content is already, whatever its name; empty where there is none (yaml_mapping 4)."""
    collection = locate(target.resource, target.params, target.resource.path.rpartition("/")[0])
    query = {"hash": found.hash, "hashVersion": HASH_VERSIONS["code"]}
    try:
        rows = target.client.list(collection, target.version, query)
    except errors.ServiceError as error:
        if error.status != 404:
            raise
        return ""
    return next((str(uri) for uri in (dig(row, "properties.codeUri") for row in rows) if uri), "")


def _upload_id(target: Target, found: Content) -> str:
    """The same for the same content of the same version, so that a rerun gets to where the first run was."""
    text = f"{target.path.lower()} {found.hash}"
    return str(uuid.UUID(hashlib.sha256(text.encode()).hexdigest()[:32]))


def _pending(target: Target, upload: str) -> Place:
    """The place that the service gives the version."""
    body = {"pendingUploadId": upload, "pendingUploadType": PENDING}
    path = f"{target.path}/startPendingUpload"
    answer = target.client.send("POST", path, target.version, body, kind=UNSAFE).json()
    signed = dig(answer, "blobReferenceForConsumption.credential.sasUri")
    if not isinstance(signed, str) or "?" not in signed:
        raise errors.Malformed(f"the service gave no place to upload {target.name} to", resource_id=target.path)
    return Place.of(signed)


def _to_datastore(target: Target, source: Source, found: Content) -> str:
    """The address in a datastore of the workspace, once the content is there."""
    name = source.datastore(target.resource.scope, target.params)
    arm = target.session.arm
    path = locate(target.resource, {**target.params, "datastore": name}, "datastores/{datastore}")
    row = arm.get(path, target.resource.api_version)
    kind, login = dig(row, "properties.datastoreType"), dig(row, "properties.credentials.credentialsType")
    problem = (
        "is not in the workspace"
        if row is None
        else f"is of type {kind}; only AzureBlob ones take uploads"
        if kind != "AzureBlob"
        else f"{KEYLESS}; name another one, or in {source.uri} where it is"
        if login == "None"
        else ""
    )
    if problem:
        raise errors.InputError("datastore", f"{name} {problem}")
    account = storage.account_url(arm.transport.cloud, str(dig(row, "properties.accountName")))
    if not account:
        raise errors.InputError("cloud_environment", "names no storage, so nothing can be uploaded there")
    container = f"{account}/{dig(row, 'properties.containerName')}"
    blobs = Blobs(arm.transport, target.session.met, partial(_signed, arm, path, container))
    _send(target, blobs, stored("", found.hash), found)
    if source.form == "url":
        return f"{container}/{stored(found.name, found.hash)}/"
    return str(dig(target.params, source.uri))


def _signed(arm: Arm, path: str, container: str) -> Place:
    """The container of a datastore with a signature for it."""
    secret = arm.send("POST", f"{path}/listSecrets", SIGNING_API_VERSION, SIGNED_FOR, kind=READ).json()
    token = dig(secret, "sasToken")
    if not isinstance(token, str) or not token:
        raise errors.Malformed(f"the service gave no signature for {path.rpartition('/')[2]}", resource_id=path)
    return Place(container, token.lstrip("?"))


def _send(target: Target, blobs: Blobs, base: str, found: Content) -> None:
    source, session = target.resource.source, target.session
    option = source.option if source else ""
    names = [str(target.params.get(segment) or "") for segment in target.resource.segments]
    marks = dict(zip(("name", "version"), names))
    send.all_of(session, send.Sending(blobs, base, found, option, target.name), marks)
