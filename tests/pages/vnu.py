"""The Nu Html Checker on files. It takes three seconds to start, so it is started once for many."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

JAR = Path(__file__).parents[1] / "tools/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(files: list[Path], *options: str, forgiven: str = r"(?!)") -> list[str]:
    """What is wrong in these files, a line each; messages that match `forgiven` are left out."""
    java = shutil.which("java")
    assert java, "no Java here: run scripts/install-test-tools"
    assert JAR.exists(), "no checker here: run scripts/install-test-tools"
    command = [java, "-Xss4m", "-jar", JAR, "--errors-only", "--format", "json", "--exit-zero-always", *options, *files]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return [_line(one) for one in json.loads(told)["messages"] if not re.search(forgiven, one["message"])]


def _line(one: dict[str, object]) -> str:
    where = Path(str(one.get("url", ""))).name
    extract = " ".join(str(one.get("extract", "")).split())
    return f"{where}:{one.get('lastLine', '')} {one['message']} | {extract}"
