"""`python -m demo`: build the sample family in a temporary folder, print four links, serve until told to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from micronet import config
from micronet.config import BadSetting, Settings
from micronet.serve import listen, serve

NOT_OURS = ("MICRONET_DATABASE", "MICRONET_FAMILY_CAP", "MICRONET_FRIENDS_CAP", "MICRONET_PURPOSE_CAP")
"""Settings of a real house that must not reach this one."""
PORTS = 50
"""So many ports after the wanted one are tried."""


def main() -> None:
    """The whole of `make demo`. What can be put right is one line and exit code 1."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with TemporaryDirectory(prefix="micronet-demo-", ignore_cleanup_errors=True) as folder:
            code = run(_settings(Path(folder)))
    except BadSetting as problem:
        sys.exit(f"micronet: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


def _settings(folder: Path) -> Settings:
    """Those of the environment, in this folder and on a port that is free."""
    os.environ["MICRONET_INSTANCE"] = str(folder / "instance")
    settings = config.load(os.environ)
    settings = replace(settings, port=_free(settings))
    os.environ["PORT"] = str(settings.port)
    return settings


def _free(settings: Settings) -> int:
    """The wanted port, or the next one that nobody has. Raises BadSetting when that is none."""
    for port in range(settings.port, min(settings.port + PORTS, 65535)):
        with contextlib.suppress(BadSetting):
            for opened in listen(settings.host, port):
                opened.close()
            return port
    return settings.port


def run(settings: Settings) -> int:
    """Build in a process of its own, then serve; gives the exit code. Raises BadSetting."""
    built = subprocess.run([sys.executable, "-m", "demo.build"], check=False, stdout=subprocess.PIPE, text=True)
    if built.returncode:
        return built.returncode
    return serve(settings, built.stdout.splitlines(), web="demo.web")


if __name__ == "__main__":
    main()
