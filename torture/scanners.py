"""Two scanners that others use, each run bounded in time: what they found, as (hole, method, path, parameter)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MODULES = "xss", "permanentxss", "sql", "redirect"
MORE_MODULES = *MODULES, "blindsql", "file", "exec", "crlf", "xxe"
"""Not ssrf (it asks an outside host) nor backup, nikto and buster (they only guess names)."""
Found = tuple[str, str, str, str]


def missing() -> str:
    """Which of the two is not here, if any."""
    return ", ".join(name for name in ("wapiti", "sqlmap") if not shutil.which(name))


@dataclass(frozen=True)
class Visit:
    """As whom a scanner comes: the address, a cookie or none, and a folder for what it keeps."""

    url: str
    folder: Path
    cookie: str = ""
    leave_out: tuple[str, ...] = ()
    """Paths that would end the scan itself, by signing out or leaving, and streams, which never end."""

    @property
    def headers(self) -> list[str]:
        """What our own pages would send along. Debian's wapiti asks for brotli and then cannot read it."""
        return [
            "Sec-Fetch-Site: same-origin",
            "Accept-Encoding: gzip",
            *([f"Cookie: {self.cookie}"] if self.cookie else []),
        ]


def wapiti(visit: Visit, seconds: int, modules: tuple[str, ...] = MODULES) -> tuple[set[Found], int]:
    """What wapiti found, with so many seconds for crawling and for each module; and how many pages it saw."""
    visit.folder.mkdir(parents=True, exist_ok=True)
    report = visit.folder / "wapiti.json"
    command = ["wapiti", "-u", f"{visit.url}/", "--scope", "folder", "--flush-session", "-v", "0", "--no-bugreport"]
    command += ["-f", "json", "-o", str(report), "--store-session", str(visit.folder / "sessions")]
    command += ["--store-config", str(visit.folder / "config"), "-m", ",".join(modules), "-t", "10"]
    command += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds)]
    command += [part for header in visit.headers for part in ("-H", header)]
    command += [part for path in visit.leave_out for part in ("-x", visit.url + path)]
    limit = 60 + 4 * seconds * (1 + len(modules))
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False, cwd=visit.folder)
    if not report.exists():
        raise RuntimeError(f"wapiti: {done.stdout[-500:]} {done.stderr[-500:]}")
    seen = re.search(r"found (\d+) URLs", done.stdout)
    held = json.loads(report.read_text())["vulnerabilities"]
    found = {
        (hole, one["method"], urlsplit(one["path"]).path, str(one["parameter"])) for hole in held for one in held[hole]
    }
    return found, int(seen[1]) if seen else 0


def sqlmap(visit: Visit, path: str, data: str, *, seconds: int, level: int, risk: int) -> tuple[set[Found], bool]:
    """The parameters of one address that sqlmap could inject into; and whether it came to its end in time."""
    visit.folder.mkdir(parents=True, exist_ok=True)
    command = [
        "sqlmap",
        "-u",
        visit.url + path,
        "--batch",
        "--flush-session",
        "--disable-coloring",
        "--ignore-redirects",
    ]
    command += ["--level", str(level), "--risk", str(risk), "--output-dir", str(visit.folder), "--threads", "2"]
    command += ["--technique", "BE" if level == 1 else "BEUST", "--ignore-code", "*", "--header", visit.headers[0]]
    command += [*(["--cookie", visit.cookie] if visit.cookie else []), *(["--data", data] if data else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False, cwd=visit.folder)
        told, ended = done.stdout, "ending @" in done.stdout
    except subprocess.TimeoutExpired as late:
        told, ended = (late.stdout or b"").decode(errors="replace"), False
    found = re.findall(r"^Parameter: (\S+) \((\w+)\)", told, re.MULTILINE)
    return {("SQL Injection", method, path.partition("?")[0], name) for name, method in found}, ended
