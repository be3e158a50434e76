# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front for filters and tests: plain values in, what they say in Ansible's own errors out. Decides nothing."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from typing import Any, Callable

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display
from jinja2.exceptions import UndefinedError

from ansible_collections.mlops.azureml.plugins.module_utils import bounds
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure
from ansible_collections.mlops.azureml.plugins.plugin_utils.plain import plain

# No request is made of it: a state of Terraform, or an export, has thousands of resources.
LARGEST = 64 * 1024 * 1024
Function = Callable[..., Any]


def plugin(function: Function) -> Function:
    """A pure function as a filter or a test.

    What it returns raises AnsibleFilterError with one line: for wrong arguments, for an :class:`AmlError` of the
    function and for a defect.
    """

    @wraps(function)
    def called(*values: Any, **options: Any) -> Any:
        try:
            # Python's own words name an argument, and no value.
            signature(function).bind(*values, **options)
        except TypeError as error:
            raise AnsibleFilterError(str(error)) from None
        told = ""
        try:
            # Before they are copied, which might never end.
            bounds.check_size({"input": list(values), **options}, LARGEST)
            return function(*(plain(value) for value in values), **{name: plain(one) for name, one in options.items()})
        except UndefinedError:
            raise  # Ansible's own, about what the playbook gave
        except AmlError as error:
            told = failure(error)["msg"]
        # Not hidden: told as the defect that it is, without the text, which may hold a secret.
        except Exception as error:
            told = defect(error)["msg"]
        # Not inside: what is raised while the exception is handled is shown with it.
        raise AnsibleFilterError(told)

    return called


def with_warnings(function: Function) -> Function:
    """The same for a function that returns its value and what the user is to be warned of, as a pair."""
    pair = plugin(function)

    @wraps(function)
    def called(*values: Any, **options: Any) -> Any:
        value, warnings = pair(*values, **options)
        for warning in warnings:
            Display().warning(warning)
        return value

    return called
