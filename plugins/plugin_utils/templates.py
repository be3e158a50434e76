# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible may evaluate as a template, on every release: what the user wrote, never what the service said.

From ansible-core 2.19 on a text is evaluated only where it is marked as trusted. Before, every text is, unless it is
marked as unsafe: a tag ``{{ lookup("pipe", "id") }}`` would run a program here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible.utils.unsafe_proxy import wrap_var
from jinja2 import Environment, TemplateSyntaxError

from ansible_collections.mlops.azureml.plugins.module_utils.errors import InputError

try:
    from ansible.template import trust_as_template
except ImportError:
    trust_as_template = None

# No template, no call and no filter is written in these alone. Such a text is left plain, or marked as trusted, because
# `ansible-inventory --list` shows any other as an object that only Ansible knows. Fewer characters than templates are
# written in: `when: "{{ aml_tags.x }}"` takes what it gets for an expression of its own.
_HARMLESS = re.compile(r"[\w./:@&?=,;+-]*")


def trusted(text: str) -> str:
    """``text``, which the user wrote or we did, as one to evaluate."""
    return text if trust_as_template is None else trust_as_template(text)


def of_service(value: Any) -> Any:
    """``value``, which the service said, as one that is never evaluated, its keys too."""
    return _marked(value) if trust_as_template is None else _harmless_trusted(value)


def computed(value: Any) -> Any:
    """``value``, which an expression of the user's gave, as Ansible shows it best."""
    return value if trust_as_template is None else _harmless_trusted(value)


def _harmless_trusted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _harmless_trusted(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_harmless_trusted(item) for item in value]
    return trusted(value) if isinstance(value, str) and _HARMLESS.fullmatch(value) else value


def _marked(value: Any, wholly: bool = False) -> Any:
    """:param wholly: whatever the value is, as a marked text."""
    if isinstance(value, Mapping):
        # Before 2.19 what is made of a map counts as unsafe where one of its values does; its keys are not looked at.
        keys_are = not all(_HARMLESS.fullmatch(str(key)) for key in value)
        return {_marked(key): _marked(item, keys_are) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_marked(item, wholly) for item in value]
    if wholly:
        return wrap_var("" if value is None else str(value))
    return value if not isinstance(value, str) or _HARMLESS.fullmatch(value) else wrap_var(value)


def check(option: str, expression: Any) -> str:
    """``expression`` as text. :raises InputError: naming the option, when it is no expression of Jinja."""
    text = str(expression)
    try:
        Environment(autoescape=True).parse(f"{{{{ ({text}) }}}}")
    except TemplateSyntaxError as error:
        hint = "; write it without {{ }}" if "{{" in text else ""
        raise InputError(option, f"{text[:80]!r} is no expression: {error.message}{hint}") from error
    return text
