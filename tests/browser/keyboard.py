"""A person without a mouse: moves by Tab, and never loses sight of where they are."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 80
WHERE = """() => {
  const on = document.activeElement;
  if (!on || on === document.body || on.id === "main") return null;
  const near = [on, on.parentElement, on.nextElementSibling, on.closest("label, a, summary, li")].filter(Boolean);
  const rings = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const ringed = near.some((one) => ["", "::after", "::before"].some((part) => rings(getComputedStyle(one, part))));
  const box = near.map((one) => one.getBoundingClientRect()).find((one) => one.width > 4 && one.height > 4);
  const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const open = Boolean(top) && near.some((one) => one.contains(top) || top.contains(one));
  return { what: on.outerHTML.slice(0, 160), ringed, open };
}"""
"""Rings are drawn by the element, by its tile or card around it, or by a pseudo-element of these."""


def step(page: Page, key: str = "Tab") -> None:
    """One key; whatever has the focus now is ringed and lies under nothing."""
    page.keyboard.press(key)
    at = page.evaluate(WHERE)
    if at is None:
        return
    assert at["ringed"], f"no visible focus on {at['what']}"
    assert at["open"], f"out of sight: {at['what']}"


def go_to(page: Page, target: Locator) -> None:
    """Tab until `target` has the focus."""
    for _ in range(MOST):
        step(page)
        if target.evaluate("thing => thing === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Tab to `target` and press a key on it."""
    go_to(page, target)
    page.keyboard.press(key)
