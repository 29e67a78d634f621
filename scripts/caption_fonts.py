"""Makes the fonts that captions are drawn with, from what others publish under the SIL Open Font License.

    npm pack @fontsource-variable/alegreya@5.3.0 @fontsource-variable/noto-naskh-arabic@5.3.0
    tar xzf …   (each into a folder of its own, all of them in FOLDER)
    apt-get install fonts-noto-color-emoji fonts-noto-core
    python scripts/caption_fonts.py FOLDER

Wants fonttools 4.60 with brotli, and Pillow; Micronet itself wants neither fonttools nor brotli to run.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image

HERE = Path(__file__).parent.parent / "micronet/base/lettering/fonts"
NOTO = Path("/usr/share/fonts/truetype/noto")
WEIGHT = 650
PARTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
OTHERS = ("Hebrew", "Devanagari", "Thai", "Armenian", "Georgian")
EMOJI_WIDTH, EMOJI_COLOURS = 68, 40
"""Pixels across, of 136, and colours of each: 11 MB become 4."""
TONES = range(0x1F3FB, 0x1F400)


def main(folder: Path) -> None:
    """Write every font, and the list of the characters each of them has."""
    files = {path.name: path for path in folder.rglob("*.woff2")}
    merged = [_instance(files[f"alegreya-{part}-wght-normal.woff2"], HERE / f"{part}.part") for part in PARTS]
    merge.Merger().merge([str(part) for part in merged]).save(HERE / "alegreya.ttf")
    for part in merged:
        part.unlink()
    _instance(files["noto-naskh-arabic-arabic-wght-normal.woff2"], HERE / "naskh.ttf")
    for script in OTHERS:
        (HERE / f"{script.lower()}.ttf").write_bytes((NOTO / f"NotoSerif{script}-Bold.ttf").read_bytes())
    _emoji(NOTO / "NotoColorEmoji.ttf", HERE / "emoji.ttf")
    lines = [f"{path.stem} {_ranges(set(TTFont(path).getBestCmap()))}\n" for path in sorted(HERE.glob("*.ttf"))]
    (HERE / "COVERAGE").write_text("".join(lines), encoding="ascii")


def _instance(source: Path, target: Path) -> Path:
    font = instancer.instantiateVariableFont(TTFont(source), {"wght": WEIGHT})
    font.flavor = None
    font.save(target)
    return target


def _emoji(source: Path, target: Path) -> None:
    """Smaller pictures, and without couples of two skin tones, which are a sixth of the font."""
    font = TTFont(source)
    cmap = font.getBestCmap()
    tones = {cmap[code] for code in TONES}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            _drop_pairs(getattr(table, "ExtSubTable", table), tones)
    chosen = subset.Subsetter(subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True))
    chosen.populate(unicodes=list(cmap))
    chosen.subset(font)
    _shrink(font, EMOJI_WIDTH / 136)
    font.save(target)


def _drop_pairs(table: Any, tones: set[str]) -> None:
    if not hasattr(table, "ligatures"):
        return
    for first, found in list(table.ligatures.items()):
        kept = [one for one in found if sum(glyph in tones for glyph in (first, *one.Component)) < 2]
        table.ligatures[first] = kept
        if not kept:
            del table.ligatures[first]


def _shrink(font: TTFont, scale: float) -> None:
    (places,), (pictures,) = font["CBLC"].strikes, font["CBDT"].strikeData
    size = places.bitmapSizeTable
    size.ppemX = size.ppemY = round(size.ppemX * scale)
    for metrics in (size.hori, size.vert):
        for name in ("ascender", "descender", "widthMax", "minOriginSB", "minAdvanceSB", "maxBeforeBL", "minAfterBL"):
            setattr(metrics, name, max(-128, round(getattr(metrics, name) * scale)))
    for glyph in pictures.values():
        _shrink_one(glyph, scale)


def _shrink_one(glyph: Any, scale: float) -> None:
    picture = Image.open(io.BytesIO(glyph.imageData)).convert("RGBA").convert("RGBa")
    side = round(picture.width * scale), round(picture.height * scale)
    small = picture.resize(side, Image.Resampling.LANCZOS).convert("RGBA")
    out = io.BytesIO()
    small.quantize(EMOJI_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    glyph.imageData = out.getvalue()
    metrics = glyph.metrics
    metrics.width, metrics.height = side
    for name in ("BearingX", "BearingY", "Advance"):
        setattr(metrics, name, max(-128, round(getattr(metrics, name) * scale)))


def _ranges(codes: set[int]) -> str:
    """`20-7e a0-17f`: what a font has, as short as it can be said."""
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code for code in codes if code + 1 not in codes)
    return " ".join(f"{start:x}-{end:x}" for start, end in zip(starts, ends, strict=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
