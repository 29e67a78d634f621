"""What a phone fetches of a board with twenty photos before anybody scrolls: pictures, and the page itself."""

from __future__ import annotations

import gzip
import io
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import ImageChops
from playwright.sync_api import Response, sync_playwright

from bench.photos import SIZE, scene
from bench.served import HOME
from tests.media.sending import send, share, work
from torture import stage

MANY = 20
PHONE = {"width": 390, "height": 844}
PICTURES, PAGE = "/attachments/", (".css", ".js")


def measure(_folder: Path) -> dict[str, float]:
    """Bytes on the wire: a phone of 390 by 844 points and three pixels a point, its cache empty, nothing scrolled."""
    with (
        tempfile.TemporaryDirectory() as folder,
        stage.served_world(Path(folder), MICRONET_PREVIEWS="0") as (cast, run),
    ):
        ben = cast.as_(cast.ben)
        for number in range(MANY):
            id = send(ben, cast, _photo(number))["id"]
            work()
            share(cast, id)
        board = cast.path()
        answers = _look(f"http://127.0.0.1:{run.port}", board, stage.token_of(cast, cast.ada))
    pictures = [size for url, size in answers if PICTURES in url]
    page = [size for url, size in answers if url.endswith(PAGE) or url.endswith(board)]
    if len(pictures) < 2 or len(page) < 3:
        raise RuntimeError(f"the board was not shown: {answers}")
    return {"photo_board_pictures_kb": sum(pictures) / 1024, "photo_board_page_kb": sum(page) / 1024}


def _photo(number: int) -> bytes:
    """Another view of the scene each time, as its phone would send it."""
    out = io.BytesIO()
    ImageChops.offset(scene(), number * SIZE[0] // MANY, 0).save(out, "JPEG", quality=90)
    return out.getvalue()


def _look(url: str, path: str, token: str) -> list[tuple[str, int]]:
    """Open the board; gives every answer with its bytes as they came over the wire."""
    chromium = subprocess.run([HOME / "scripts/find-chromium"], capture_output=True, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.stdout.strip(), args=["--no-sandbox"])
        context = browser.new_context(viewport=PHONE, device_scale_factor=3, is_mobile=True, has_touch=True,
                                      service_workers="block")  # fmt: skip
        context.add_cookies([{"name": "sid", "value": token, "url": url}])
        page, came = context.new_page(), list[Response]()
        page.on("response", lambda answer: came.append(answer))  # noqa: PLW0108 - a method of a list can hold no mark
        page.goto(url + path)
        page.wait_for_timeout(3000)
        sizes = [(one.url, _bytes(one)) for one in came if one.status == 200 and "/live" not in one.url]
        browser.close()
    return sizes


def _bytes(answer: Response) -> int:
    """What its body weighed on the way."""
    told: dict[str, Any] = answer.request.sizes()
    return int(told["responseBodySize"]) or len(gzip.compress(answer.body()))
