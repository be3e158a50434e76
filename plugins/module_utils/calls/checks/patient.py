# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ... import exchange
from ...address import fill_checked
from ...arm import Arm
from ...auth.credential import Answer
from ...auth.settings import Settings
from ...clock import Clock
from ...clouds import Cloud
from ...errors import AmlError, Defect, ServiceError


@dataclass
class Patient:
    """What is looked at, as far as it is known.

    :param secrets: everything that must not be shown.   :param first: the answer to the first exchange, or its error.
    """

    params: Mapping[str, Any] = field(repr=False)
    clock: Clock
    secrets: list[str] = field(repr=False)
    settings: Settings = field(default_factory=Settings)
    first: Answer | AmlError | None = None
    cloud: Cloud | None = None
    arm: Arm | None = None
    link: exchange.Exchange | None = None
    provider: Mapping[str, Any] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """A path filled with the names of the task. :raises InputError: one that is none."""
        return fill_checked(path, {**self.params, "subscription_id": self.settings.subscription_id}, {})

    def read(self, path: str, version: str) -> Mapping[str, Any]:
        """What is at a path of the resource manager. :raises ServiceError: it is not there."""
        found = self._manager.get(path, version)
        if found is None:
            text = f"ResourceNotFound: there is no {path.rpartition('/')[2]}"
            raise ServiceError(text, code="ResourceNotFound", status=404, resource_id=path)
        return found

    def list(self, path: str, version: str) -> list[Any]:
        """A list of the resource manager."""
        return list(self._manager.list(path, version))

    @property
    def _manager(self) -> Arm:
        """The resource manager. :raises Defect: a check that reads does not stand on the login, which makes it."""
        if self.arm is None:
            raise Defect("a check that reads does not stand on the login")
        return self.arm
