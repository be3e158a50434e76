# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one shape of a failed task (reliability R4): one readable line, and every fact a playbook can act on."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mlops.azureml.plugins.module_utils import errors
from ansible_collections.mlops.azureml.plugins.module_utils.failure import defect, failure

KEYS = {"failed", "changed", "msg", "error", "status", "request_id", "correlation_id", "resource_id", "outcome"}
KEYS |= {"attempts", "elapsed"}
KINDS = [kind for _name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.AmlError)]


def made(kind: type[errors.AmlError], message: str, **facts):
    return kind("option", message, **facts) if kind is errors.InputError else kind(message, **facts)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_every_key(kind):
    result = failure(made(kind, "it failed"))
    assert result.keys() == KEYS
    assert result["failed"] is True and result["changed"] is False
    assert result["outcome"] in ("none", "partial", "unknown")
    assert result["error"].keys() == {"code", "target"} and result["error"]["code"]


def test_the_line_names_the_resource_the_code_the_next_step_and_the_request():
    error = errors.ServiceError(
        "AuthorizationFailed: no action on it",
        code="AuthorizationFailed",
        status=403,
        resource_id="/subscriptions/s/resourceGroups/rg/providers/P/workspaces/ws-1",
        hint="ask the owner",
        request_id="r-1",
        correlation_id="c-1",
        attempts=2,
    )
    result = failure(error)
    assert result["msg"] == (
        "workspaces/ws-1: AuthorizationFailed: no action on it; grant a role with this action at this scope; a new one "
        "takes minutes to work; ask the owner (request id r-1)"
    )
    assert (result["error"]["code"], result["status"], result["attempts"]) == ("AuthorizationFailed", 403, 2)
    assert (result["request_id"], result["correlation_id"]) == ("r-1", "c-1")


def test_the_resource_is_not_named_twice():
    assert (
        failure(errors.NotApplied("compute cpu did not take", resource_id="/x/computes/cpu"))["msg"].count("cpu") == 1
    )


def test_a_bad_option_is_named_first_and_as_the_target():
    result = failure(errors.InputError("vm_size", "is required"))
    assert result["msg"] == "vm_size: is required; correct this option, then run the task again"
    assert result["error"] == {"code": "InputError", "target": "vm_size"}


def test_where_an_operation_goes_on_the_result_says_where_to_look():
    assert failure(errors.OperationTimeout("still there", operation_url="https://x"))["operation_url"] == "https://x"


@given(
    message=st.text(max_size=1500),
    hint=st.text(max_size=600),
    resource=st.text(max_size=200),
    request=st.text(max_size=60),
)
def test_the_message_is_one_printable_line_of_at_most_500_characters(message, hint, resource, request):
    error = errors.ServiceError(message, hint=hint, resource_id="/a/" + resource, request_id=request)
    shown = failure(error)["msg"]
    assert len(shown) <= 500
    assert "\n" not in shown and not any(ord(char) < 32 or 0x7F <= ord(char) <= 0x9F for char in shown)
    shown.encode("utf-8")


def test_a_long_message_keeps_the_next_step_and_the_request():
    shown = failure(errors.ServiceError("x" * 5000, hint="grant a role", request_id="r-1"))["msg"]
    assert len(shown) <= 500 and "grant a role" in shown and shown.endswith("(request id r-1)")


class TestADefect:
    def test_has_the_same_shape_and_says_where_it_is(self):
        with pytest.raises(RuntimeError) as caught:
            raise RuntimeError("Bearer canary0123456789")
        result = defect(caught.value, ["canary0123456789"])
        assert result.keys() == KEYS
        assert "RuntimeError at test_failure.py:" in result["msg"] and "report it" in result["msg"]
        assert "canary" not in str(result) and "Traceback" not in str(result)
        assert (result["error"]["code"], result["outcome"]) == ("Defect", "unknown")

    def test_masks_the_secret_of_the_task_in_any_spelling(self):
        result = defect(KeyError('a "quoted" canary'), ['a "quoted" canary'])
        assert "canary" not in str(result)

    def test_of_another_error_inside_shows_the_outer_one_only(self):
        try:
            try:
                raise ValueError("canary-inner")
            except ValueError as inner:
                raise TypeError("outer") from inner
        except TypeError as error:
            assert "canary-inner" not in str(defect(error, []))


def test_no_error_without_a_message_of_its_own():
    """A new kind of error takes part in all of the above by being in the tree."""
    assert len(KINDS) >= 14 and errors.AmlError in KINDS
