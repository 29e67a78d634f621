"""What a photo costs: the shipped child against decoding it anew for each size. What a large film costs the web."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from statistics import median

from PIL import Image

from bench.fill import secret
from bench.paths import first_circle
from bench.served import HOME, Served, serve, tree
from micronet.base.ids import new_id
from micronet.base.pictures import WIDTHS

SIZE = 4032, 3024
ROUNDS = 5
UPLOAD = 500 * 1024 * 1024
PIECE = 4 * 1024 * 1024
NAIVE = """
import sys
from PIL import Image, ImageOps
if sys.argv[1].endswith("heic"):
    import pi_heif
    pi_heif.register_heif_opener()
for width in map(int, sys.argv[3:]):
    with Image.open(sys.argv[1]) as found:
        upright = ImageOps.exif_transpose(found).convert("RGB")
        small = upright.resize((width, round(upright.height * width / upright.width)), Image.Resampling.LANCZOS)
        small.save(f"{sys.argv[2]}/{width}.webp", quality=80)
"""


def measure(_folder: Path) -> dict[str, float]:
    """CPU and peak memory of one photo, ours over naive, in turns."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("jpeg", "heic"):
            path = Path(folder, f"photo.{name}")
            path.write_bytes(_photo(name))
            pairs = [(_ours(path, folder), _naive(path, folder)) for _ in range(ROUNDS)]
            figures[f"{name}_cpu_vs_naive"] = median(ours[0] / naive[0] for ours, naive in pairs)
            figures[f"{name}_memory_vs_naive"] = median(ours[1] / naive[1] for ours, naive in pairs)
            figures[f"{name}_cpu_s"] = median(ours[0] for ours, _naive in pairs)
            figures[f"{name}_peak_mb"] = median(ours[1] for ours, _naive in pairs)
    return figures


@cache
def scene() -> Image.Image:
    """Something with as much in it at every scale as a photo has."""
    scene = Image.new("RGB", SIZE, (128, 128, 128))
    for number, width in enumerate((4, 8, 16, 63, 252, 1008, 4032)):
        noise = [Image.effect_noise((width, width * 3 // 4), 100) for _ in range(3)]
        layer = Image.merge("RGB", noise).resize(SIZE, Image.Resampling.BICUBIC)
        scene = Image.blend(scene, layer, 1 / (number + 1.5) ** 1.3)
    return scene


def _photo(name: str) -> bytes:
    out = io.BytesIO()
    if name == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
        scene().save(out, "HEIF", quality=60)
    else:
        scene().save(out, "JPEG", quality=90)
    return out.getvalue()


def _ours(path: Path, folder: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "micronet.base.pictures.child", folder, "sizes", *map(str, WIDTHS)]
    return _cost(command, path)


def _naive(path: Path, folder: str) -> tuple[float, float]:
    return _cost([sys.executable, "-c", NAIVE, str(path), folder, *map(str, WIDTHS)], path)


def _cost(command: list[str], path: Path) -> tuple[float, float]:
    """CPU seconds and megabytes at the peak, of a process of its own that measures one other."""
    code = (
        "import json, resource, subprocess, sys; "
        "subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], 'rb'), stdout=subprocess.DEVNULL, check=True); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), *command], cwd=HOME, capture_output=True, check=True)
    cpu, memory = json.loads(done.stdout)
    return cpu, memory


def upload(folder: Path) -> dict[str, float]:
    """Megabytes by which the peak of the web process grows while it takes a film of 500 MB and hands it out again."""
    os.environ["MICRONET_VIDEO_MB"] = "600"
    try:
        with serve("micronet:create_app", folder) as house:
            _send(house, folder, 2 * PIECE)
            before = _peak(house)
            _send(house, folder, UPLOAD)
            return {"upload_of_500_mb_grows_mb": _peak(house) - before}
    finally:
        del os.environ["MICRONET_VIDEO_MB"]


def _send(house: Served, folder: Path, size: int) -> None:
    link, circle = house.connect(), first_circle(folder)
    headers = {"Cookie": f"sid={secret(0)}", "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    id, address = new_id(), f"/circles/{circle}/uploads"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    _ask(link, "POST", address, f"id={id}&what=video&size={size}", headers | form)
    film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".ljust(PIECE, b"\0")
    for at in range(0, size, PIECE):
        body = film if at == 0 else bytes(min(PIECE, size - at))
        _ask(link, "POST", f"{address}/{id}?at={at}", body, headers | {"Content-Type": "application/octet-stream"})
    _ask(link, "GET", f"/circles/{circle}/attachments/{id}/whole", None, headers)


def _ask(link: object, method: str, path: str, body: object, headers: dict[str, str]) -> None:
    link.request(method, path, body, headers)  # type: ignore[attr-defined]
    answer = link.getresponse()  # type: ignore[attr-defined]
    while answer.read(1 << 20):
        pass
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} at {method} {path}")


def _peak(house: Served) -> float:
    """Megabytes that its processes had at most."""
    told = [Path(f"/proc/{pid}/status").read_text().splitlines() for pid in tree(house.pid)]
    return sum(int(line.split()[1]) for lines in told for line in lines if line.startswith("VmHWM")) / 1024
