# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members that the schemas of several types have."""

from __future__ import annotations

from ..words import STRINGS, TEXT, TEXTS, VERSION, Form, Key, fields, list_of, told, words

NAME = Key("name", TEXT)
DESCRIPTION = Key("description", TEXT)
TAGS = Key("tags", TEXTS)
PROPERTIES = Key("properties", TEXTS)
#: The same where the client takes texts alone.
TEXT_TAGS = Key("tags", STRINGS)
TEXT_PROPERTIES = Key("properties", STRINGS)
#: What every asset has.
ASSET = (NAME, Key("version", VERSION), DESCRIPTION, TAGS, *told("id", "creation_context", "latest_version"))

ENABLED = words(("enabled", "Enabled"), ("disabled", "Disabled"))
#: The same as a boolean.
IS_ENABLED = Form("flag", words=(("true", "Enabled"), ("false", "Disabled")))

IDENTITY_TYPES = (
    ("system_assigned", "SystemAssigned"),
    ("user_assigned", "UserAssigned"),
    ("none", "None"),
    ("system_assigned,user_assigned", "SystemAssigned,UserAssigned"),
)
#: One of the identities that a resource has.
ASSIGNED = fields(Key("resource_id", TEXT, required=True), *told("client_id", "principal_id"))


def identity(form: Form) -> Form:
    """The identities of a resource. ``form``: those that are assigned to it."""
    return fields(
        Key("type", words(*IDENTITY_TYPES), required=True),
        Key("user_assigned_identities", form, nullable=True),
        *told("principal_id", "tenant_id"),
    )


IDENTITY = identity(Form("identities"))

WEEK_DAYS = tuple(
    (day.lower(), day) for day in ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
)
FREQUENCY = words(*((word.lower(), word) for word in ("Minute", "Hour", "Day", "Week", "Month")))
#: A list, for which one element may stand alone.
ONE_OR_MORE = Form("one_or_more", of=Form("whole"))
DAYS = Form("one_or_more", of=words(*WEEK_DAYS))
TEXT_LIST = list_of(TEXT)
