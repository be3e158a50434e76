# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key of GnuPG that exists as long as a check does, to sign with as a publisher would."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = "Nobody <nobody@example.invalid>"


@dataclass(frozen=True)
class Key:
    """A key, its home (where GnuPG keeps it), and the keyring with its public half."""

    home: Path
    keyring: Path

    def sign(self, content: bytes) -> Path:
        """Return the file with the signature of ``content``."""
        number = len(list(self.home.glob("*.asc")))
        signed, signature = self.home / f"{number}.json", self.home / f"{number}.asc"
        signed.write_bytes(content)
        self.gpg("--armor", "--output", str(signature), "--detach-sign", str(signed))
        return signature

    def gpg(self, *words: str) -> None:
        subprocess.run(["gpg", "--batch", "--quiet", *words], check=True, capture_output=True, env=_alone(self.home))


@contextmanager
def throw_away_key() -> Iterator[Key]:
    """Make a key without a passphrase in a folder of its own, and leave neither it nor its agent behind."""
    # Below the system's folder for such files: the name of a socket has at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="aml-key-") as folder:
        key = Key(Path(folder), Path(folder) / "keyring.kbx")
        try:
            key.gpg("--passphrase", "", "--quick-generate-key", OWNER, "ed25519", "sign", "1d")
            public = str(key.home / "public.gpg")
            key.gpg("--output", public, "--export")
            key.gpg("--no-default-keyring", "--keyring", str(key.keyring), "--import", public)
            yield key
        finally:
            subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True, env=_alone(key.home))


def _alone(home: Path) -> dict[str, str]:
    return {**os.environ, "GNUPGHOME": str(home)}
