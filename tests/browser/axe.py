"""axe-core in a page: the rules of WCAG 2.2 AA and good practice."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SOURCE = Path(__file__).parents[1] / "tools/node_modules/axe-core/axe.min.js"
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules whose answer depends on the light: in the other one nothing but colours changes."""
RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""


def hand(context: BrowserContext) -> None:
    """Have axe ready in every page of the context."""
    assert SOURCE.exists(), "no axe here: run scripts/install-test-tools"
    context.add_init_script(path=SOURCE)


def violations(page: Page, rules: dict[str, object]) -> list[str]:
    """What axe holds against the page as it stands, a line for each element."""
    return page.evaluate(RUN, rules)
