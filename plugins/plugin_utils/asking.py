# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front for lookups: terms and options in, answers out. Never decides what is asked, never sees how."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from typing import Any, Callable

from ansible.errors import AnsibleError, AnsibleLookupError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display
from jinja2.exceptions import UndefinedError

from ansible_collections.mlops.azureml.plugins.module_utils import bounds, exchange
from ansible_collections.mlops.azureml.plugins.module_utils.argspec import API_VERSION
from ansible_collections.mlops.azureml.plugins.module_utils.auth.options import AUTH_OPTIONS
from ansible_collections.mlops.azureml.plugins.module_utils.clock import Clock, OwnClock
from ansible_collections.mlops.azureml.plugins.module_utils.engine import run
from ansible_collections.mlops.azureml.plugins.module_utils.errors import AmlError, InputError
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure
from ansible_collections.mlops.azureml.plugins.plugin_utils.plain import plain
from ansible_collections.mlops.azureml.plugins.plugin_utils.questions import Question

#: The options of every lookup.
CONNECTION = (*AUTH_OPTIONS, *API_VERSION)


class Asking(LookupBase):
    """Every lookup. A subclass says which question a term is, and which terms there are when none is given."""

    question: Callable[[str, Mapping[str, Any]], Question]
    usual_terms: tuple[str, ...] = ()

    def run(self, terms: Any, variables: Any = None, **kwargs: Any) -> list[Any]:
        """One answer for each term. :raises AnsibleLookupError: one line with what is wrong and what to do."""
        self.set_options(var_options=variables, direct=kwargs)
        told: dict[str, Any] = {}
        try:
            return self._answers(terms, kwargs)
        except AmlError as error:
            told = failure(error)
        except (AnsibleError, UndefinedError):
            raise  # Ansible's own, about what the playbook gave
        # Not hidden: told as the defect that it is, without the text, which may hold a secret.
        except Exception as error:
            told = defect(error)
        # Not inside: what is raised while the exception is handled is shown with it.
        _warn(told)
        raise AnsibleLookupError(told["msg"])

    def _answers(self, terms: Any, given: Mapping[str, Any]) -> list[Any]:
        if exchange.requests is None:
            raise AmlError(missing_required_lib("requests"), code="RequestsMissing")
        options = self.get_options()
        for option in given:
            if option not in options:
                raise InputError(option[:40], "is no option of this lookup")
        bounds.check_size(given)
        options = plain(options)
        # As they were given: Ansible takes any word that is not true for false, and would so switch off a check.
        connection = {option: plain(given.get(option)) for option in CONNECTION}
        # A template in the play's own keys is evaluated by the command itself, any other by a worker of it.
        clock = Clock() if multiprocessing.parent_process() else OwnClock()
        answers = []
        for term in plain(terms) or self.usual_terms:
            if not isinstance(term, str) or not term:
                raise InputError("_terms", "must be texts")
            question = type(self).question(term, options)
            result = run(question.task, {**connection, **question.params}, clock=clock)
            _warn(result)
            answers.append(question.answer(result))
        if not answers:
            raise InputError("_terms", "is required: name at least one")
        return answers


def _warn(result: Mapping[str, Any]) -> None:
    for warning in result.get("warnings", ()):
        Display().warning(warning)
