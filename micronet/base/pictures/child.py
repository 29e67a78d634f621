"""The child process that opens hostile pictures: `python -m micronet.base.pictures.child FOLDER sizes|square NUMBER…`.

The file is its standard input; what it makes goes into the folder, what it found is told as JSON. It loads Pillow and
little else, and lives for one picture.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from micronet.base.pictures.kinds import Hostile

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20
WRITTEN = 64 * 1024 * 1024


def limit() -> None:
    """Memory, processor time and files of this child. Not every system has the means."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(folder: Path, order: str, numbers: list[int]) -> dict[str, Any]:
    """Open what is on standard input and make of it what is ordered. Raises Hostile, and whatever decoders raise."""
    from micronet.base.pictures import pixels

    widest = max(numbers)
    with pixels.opened(sys.stdin.buffer) as found:
        noted = pixels.noted(found)
        width, height = pixels.upright_size(found)
        image = pixels.reduced(found, widest * 2 if order == "square" else widest)
    made = pixels.fitted(image, numbers) if order == "sizes" else [pixels.square(image, widest)]
    sizes = []
    for one in made:
        name = f"{one.width}.webp"
        pixels.save(one, folder / name)
        sizes.append({"name": name, "width": one.width, "height": one.height})
    told = {"sizes": sizes, "width": width, "height": height, **noted}
    return told | ({"placeholder": pixels.placeholder(made[-1])} if order == "sizes" else {})


def answer(folder: Path, order: str, numbers: list[int]) -> dict[str, Any]:
    """What was made; or the word for what is wrong with the picture; or the number of the system's trouble."""
    try:
        return work(folder, order, numbers)
    except Hostile as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "too_many_pixels"}
    except OSError as problem:  # with a number it is the disk; without one it is Pillow speaking of the picture
        return {"trouble": problem.errno} if problem.errno else {"problem": "broken"}
    except Exception:  # a hostile file may raise anything
        return {"problem": "broken"}


def main() -> int:
    """The child's work: 0 and what came of it."""
    limit()
    folder, order, *numbers = sys.argv[1:]
    told = answer(Path(folder), order, [int(number) for number in numbers])
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
