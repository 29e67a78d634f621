"""The scenes that every circle has: drawings of the house itself, each with a name and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from micronet.base.text import N_

STATIC = Path(__file__).parent.parent / "static"
DRAWN = "img/shelf"
WIDTH, HEIGHT = 1200, 900


@dataclass(frozen=True)
class Scene:
    """A drawing. `name` and `alt` are messages of the catalogue."""

    key: str
    name: str
    alt: str

    @property
    def drawing(self) -> str:
        """The static file that a page shows."""
        return f"{DRAWN}/{self.key}.svg"

    @property
    def file(self) -> Path:
        """The same as a picture of WIDTH by HEIGHT, to be written on."""
        return STATIC / DRAWN / f"{self.key}.webp"


SCENES = (
    Scene("kettle", N_("Whose kettle?"), N_("A ginger cat lies around the kettle and looks unmoved.")),
    Scene("call", N_("Can you see me?"), N_("A video call: of the dog, only its ears and its worried eyes are in it.")),
    Scene("suitcase", N_("It nearly closes"), N_("A suitcase bulges open. A rubber duck looks out at the top.")),
    Scene("tin", N_("Not biscuits"), N_("A biscuit tin, open. There are threads, pins and scissors in it.")),
    Scene("plant", N_("About the watering"), N_("A cross pot plant hangs its leaves beside a full watering can.")),
    Scene("alarm", N_("Five more minutes"), N_("A hand from under a blanket holds the pillow over an alarm clock.")),
    Scene("car", N_("There’s room"), N_("A small car with a sofa, a chest of drawers, a lamp and a palm on its roof.")),
    Scene("snowman", N_("On holiday"), N_("A snowman in sunglasses melts on a beach, with a drink in his hand.")),
    Scene("washing", N_("Tomorrow, then"), N_("A tower of washing-up leans over the sink, with a flag on top.")),
    Scene("hen", N_("Mind the road"), N_("A hen with an umbrella crosses the road in the rain, three chicks behind.")),
)
BY_KEY = {scene.key: scene for scene in SCENES}
