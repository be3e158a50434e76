# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loaded by every Python of a play (PYTHONPATH leads here): notes what no channel of Ansible shows, and breaks what a
test asks for.

AML_SHIM_NOTES is a folder. What a module sends to syslog goes to ``syslog.<pid>`` there, and to ``opened.<pid>`` each
file that code of the collection opens for writing, after the name of the file of code. A request whose URL holds
AML_SHIM_BREAKS raises an exception that quotes all of it, as a defect of a library might.
"""

import os
import re
import sys

_NOTES = os.environ.get("AML_SHIM_NOTES", "")
_BREAKS = os.environ.get("AML_SHIM_BREAKS", "")
_OTHERS = re.compile(r"site-packages|/ansible/")
_OURS = re.compile(r"ansible_collections[/.]mlops[/.]azureml[/.]plugins")


def _note(kind, line):
    with open(os.path.join(_NOTES, f"{kind}.{os.getpid()}"), "a", encoding="utf-8", errors="backslashreplace") as out:
        out.write(line.rstrip("\n") + "\n")


def _watch_syslog():
    import syslog

    syslog.syslog = lambda *given: _note("syslog", str(given[-1]))


def _watch_files():
    noting = []

    def hook(event, arguments):
        if event != "open" or noting or not isinstance(arguments[0], (str, bytes)):
            return
        path, mode, flags = arguments
        if not (flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) and not set(mode or "") & set("wax+"):
            return
        frame = sys._getframe()
        # Through Python's own library to whoever asked for it.
        while frame is not None and not _OURS.search(frame.f_code.co_filename):
            frame = None if _OTHERS.search(frame.f_code.co_filename) else frame.f_back
        if frame is None:
            return
        noting.append(1)
        try:
            _note("opened", f"{os.path.basename(frame.f_code.co_filename)} {os.fsdecode(path)}")
        finally:
            noting.pop()

    sys.addaudithook(hook)


class _Breaker:
    """Finds ``requests.adapters`` as everybody does, and lets what it sends break."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "requests.adapters":
            return None
        sys.meta_path.remove(_Breaker)
        import importlib.util

        spec = importlib.util.find_spec(name)
        loader = spec.loader.exec_module

        def exec_module(module):
            loader(module)
            send = module.HTTPAdapter.send

            def broken(self, request, *given, **more):
                if re.search(_BREAKS, request.url) and (request.method != "GET" or "read" in request.url):
                    raise RuntimeError(f"{request.method} {request.url} {dict(request.headers)} {request.body!r}")
                return send(self, request, *given, **more)

            module.HTTPAdapter.send = broken

        spec.loader.exec_module = exec_module
        return spec


if _NOTES:
    _watch_syslog()
    _watch_files()
if _BREAKS:
    sys.meta_path.insert(0, _Breaker)
