"""Made-up talk, different each time and the same for each seed, so that pages compress as pages of people do."""

from __future__ import annotations

from random import Random

NAMES = (
    "Ada", "Ben", "Cleo", "Theo", "June", "Milo", "Nana Ruth", "Ivan", "Neelam", "Rosa", "Ines", "Otto", "Hanna",
    "Samir", "Greta", "Pilar", "Mateo", "Yuki", "Aoife", "Femi",
)  # fmt: skip
TOWNS = ("London", "Leeds", "Berlin", "Vancouver", "Osaka", "Lisbon", "Adelaide", "Oslo", "Cork", "Kraków")
ZONES = (
    "Europe/London", "Europe/London", "Europe/Berlin", "America/Vancouver", "Asia/Tokyo", "Europe/Lisbon",
    "Australia/Adelaide", "Europe/Oslo", "Europe/Dublin", "Europe/Warsaw",
)  # fmt: skip
WHO = (
    "The neighbour’s cat", "Grandad", "My tomato plant", "The bus driver", "Our old kettle", "The baby", "A blackbird",
    "The whole class", "The landlord", "My knee", "The choir", "That recipe", "The dog", "The boiler", "Our street",
)  # fmt: skip
DID = (
    "slept through the storm", "finally sang again", "won a small prize", "broke twice before noon",
    "asked after all of you", "turned up an hour early", "has a new friend", "found the missing glove",
    "grew three fingers overnight", "laughed until it hurt", "wants a second opinion", "is learning Portuguese",
    "made peace with the stairs", "went swimming in the rain", "kept everyone awake",
)  # fmt: skip
AND = (
    "and nobody knows why.", "so we had cake for breakfast.", "which I had not expected at all.", "and I was proud.",
    "so call me when you can.", "and the garden smells of it.", "but it ended well.", "and there is a photograph.",
    "so Thursday is off, sorry.", "and that was the best part of the week.",
)  # fmt: skip
SAID = (
    "Oh, lovely!", "Tell me everything on Sunday.", "I remember that.", "Same here, sadly.", "Give them my love.",
    "How is it today?", "We’ll bring soup.", "Ha, of course.", "That took courage.", "Send the recipe, please.",
    "I’ll ring tonight.", "Was that the blue one?", "You deserve a rest.", "Thinking of you both.", "Finally!",
)  # fmt: skip
LINES = (
    "Kettle on.",
    "On the train.",
    "Baking.",
    "Exam week",
    "Home with a cold",
    "Looking for my keys",
    "In the garden",
)
EMOJI = ("🫖", "🚆", "🍞", "📚", "🤧", "🔑", "🌱")


def moment(random: Random) -> str:
    """A sentence or two."""
    said = f"{random.choice(WHO)} {random.choice(DID)} {random.choice(AND)}"
    return said if random.random() < 0.6 else f"{said} {random.choice(WHO)} {random.choice(DID)}."


def reply(random: Random) -> str:
    """A few words back."""
    return random.choice(SAID) if random.random() < 0.7 else f"{random.choice(SAID)} {random.choice(SAID)}"
