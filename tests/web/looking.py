"""What can be measured of a page in a real browser, each as a list of what is wrong."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTROLS = {"button", "link", "radio", "checkbox", "textbox", "combobox", "radiogroup", "group"}

RUN_AXE = """async (only) => {
  const found = await axe.run(
    document, {runOnly: only, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(each =>
    each.nodes.map(node => `${each.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`));
}"""

TOO_WIDE = """() => {
  const wide = document.scrollingElement, width = wide.clientWidth;
  if (wide.scrollWidth <= width) return [];
  const found = [...document.body.querySelectorAll("*")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > width + 1 || box.left < -1);
  });
  return [`${wide.scrollWidth} px wide in ${width}`].concat(
    found.slice(-3).map(each => `<${each.tagName} ${each.className}> ${each.textContent}`));
}"""

SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important} p {margin-block-end: 2em !important}`);
  document.adoptedStyleSheets = [sheet];
}"""

CUT_OFF = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, range = document.createRange();
    if (!text.data.trim()) continue;
    let box = text.parentElement;
    if (box.closest(".vh, .rows thead, textarea")) continue;
    if (getComputedStyle(box).clipPath !== "none") continue;
    while (getComputedStyle(box).display === "inline") box = box.parentElement;
    range.selectNodeContents(text);
    const words = range.getBoundingClientRect(), room = box.getBoundingClientRect();
    if (words.left < room.left - 2 || words.right > room.right + 2 ||
        words.bottom > room.bottom + 6) found.push(`out of its ${box.tagName}: ${text.data}`);
  }
  return found;
}"""

UNMARKED = """() => {
  const all = document.querySelectorAll("button, .pill, .go, .o label, textarea, .num input");
  const ground = getComputedStyle(document.body).backgroundColor, none = "rgba(0, 0, 0, 0)";
  return [...all].filter(each => {
    const style = getComputedStyle(each), edge = style.borderTopColor;
    const isLined = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    return !(isLined && edge !== none && edge !== ground)
      && !style.textDecorationLine.includes("underline");
  }).map(each => `no edge and no line: ${each.className} ${each.textContent.trim()}`);
}"""

GROUPS = """() => [...document.querySelectorAll("fieldset")].map(each => {
  const words = part => [...each.querySelectorAll(part)].map(one => one.innerText.trim());
  return {
    name: each.getAttribute("aria-label") || words("legend")[0],
    told: words("[id$='-h'], [id$='-n'], [id$='-m'], [id$='-e'], [id$='-lo'], [id$='-hi']"),
    alone: !!each.querySelector("textarea, input:not([type])"),
  };
})"""

FOREIGN = """(script) => {
  const found = [], own = document.documentElement.lang, is = new RegExp(script, "u");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.data, parent = walk.currentNode.parentElement;
    const letters = words.replace(/[^\\p{L}]/gu, "");
    if (letters.length < 2 || parent.closest("bdi, .mark, script")) continue;
    const theirs = [...letters].filter(each => is.test(each)).length / letters.length;
    const speaks = parent.closest("[lang]").lang;
    if (speaks === own ? theirs < 0.3 : theirs > 0.3) found.push(`${speaks}: ${words.trim()}`);
  }
  return found;
}"""
SCRIPTS = {"ar": r"\p{Script=Arabic}", "uk": r"\p{Script=Cyrillic}", "ti": r"\p{Script=Ethiopic}"}
"""Languages of which it can be seen whether words are in them."""


def violations(page: Page, only: Iterable[str] = RULES) -> list[str]:
    """Return what axe finds against these groups of rules, or these rules."""
    # Evaluated and not added as a script: the policy of the page lets no other script in.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, list(only))
    return found


def too_wide(page: Page) -> list[str]:
    """Return what makes a page scroll sideways."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def cut_off(page: Page) -> list[str]:
    """Return what no longer fits in its box with the spacing of WCAG 1.4.12."""
    page.evaluate(SPACE_OUT)
    found: list[str] = page.evaluate(CUT_OFF)
    return too_wide(page) + found


def unmarked(page: Page) -> list[str]:
    """Return what can be pressed or filled in but has neither an edge nor a line under it."""
    found: list[str] = page.evaluate(UNMARKED)
    return found


def in_other_words(page: Page) -> list[str]:
    """Return the words that are not in the language that their place says."""
    language = page.evaluate("document.documentElement.lang")
    if language not in SCRIPTS:
        return []
    found: list[str] = page.evaluate(FOREIGN, SCRIPTS[language])
    return found


def read_out(page: Page) -> list[dict[str, Any]]:
    """Return what a screen reader is told: role, name and description of everything on a page."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {part: node.get(part, {}).get("value", "") for part in ("role", "name", "description")}
        for node in nodes
        if not node.get("ignored")
    ]


def badly_named(page: Page) -> list[str]:
    """Return the controls without a name, and the questions that are not read out whole."""
    nodes = read_out(page)
    wrong = [f"{each['role']} has no name" for each in nodes if is_nameless(each)]
    groups = [each for each in nodes if each["role"] in ("radiogroup", "group")]
    asked = page.evaluate(GROUPS)
    if [flat(each["name"]) for each in groups] != [flat(each["name"]) for each in asked]:
        wrong.append(f"questions {[each['name'] for each in asked]} are read as {groups}")
    fields = [each for each in nodes if each["role"] == "textbox"]
    for question in asked:
        heard = fields if question["alone"] else groups
        said = " ".join(
            flat(each["description"])
            for each in heard
            if flat(question["name"]) in flat(each["name"])
        )
        wrong += [
            f"{question['name']}: not read out: {each}"
            for each in question["told"]
            if flat(each) not in said
        ]
    return wrong


def is_nameless(node: dict[str, Any]) -> bool:
    """Tell whether something to use or to go to has nothing to be called by."""
    return node["role"] in CONTROLS and not node["name"].strip()


def flat(words: str) -> str:
    """Return words with single spaces."""
    return " ".join(words.split())
