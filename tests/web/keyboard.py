"""Going through a page with Tab, the arrows, Space and Enter, and seeing where one is."""

from dataclasses import dataclass

from playwright.sync_api import Page

PLACES = """
const named = each => {
  if (!each || each === document.body) return "nowhere";
  if (each.type === "radio") return `one of ${each.name}`;
  return each.id || `${each.tagName} ${each.name || ""} ${each.textContent.trim()}`;
};
const places = () => {
  const all = document.querySelectorAll(
    "a[href], button:not([aria-hidden]), input:not([type=hidden]), textarea, summary");
  const shown = [...all].filter(each => each.checkVisibility({visibilityProperty: true}));
  return shown.filter(each => each.type !== "radio" || each === standFor(each));
};
const standFor = radio => {
  const group = [...document.getElementsByName(radio.name)];
  return group.find(each => each.checked) || group[0];
};
const seenAt = each => each.matches(".o input") ? each.nextElementSibling : each;
const hidden = each => {
  /* A link that starts a line leaves an empty part at the end of the line before. */
  const box = seenAt(each), ring = getComputedStyle(box);
  const room = [...box.getClientRects()].find(part => part.width > 0) || box.getClientRects()[0];
  const wrong = [];
  if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2) wrong.push("no ring");
  if (ring.outlineColor === "rgba(0, 0, 0, 0)") wrong.push("a ring without colour");
  const x = Math.min(Math.max(room.left + room.width / 2, 0), innerWidth - 1);
  const middle = room.top + Math.min(room.height, innerHeight) / 2;
  const y = Math.min(Math.max(middle, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  if (!top || !(each.contains(top) || box.contains(top)))
    wrong.push(`covered by ${top && top.outerHTML.slice(0, 60)}`);
  return wrong.map(what => `${named(each)}: ${what}`);
};
"""
ORDER = f"() => {{{PLACES} return places().map(named)}}"
HERE = f"""() => {{{PLACES} const here = document.activeElement;
  return [named(here), here === document.body ? [] : hidden(here)]}}"""
MAIN = f"() => {{{PLACES} return named(document.querySelector('[data-act=forward]'))}}"
UNSEEN = f"""() => {{{PLACES}
  const early = [...document.querySelectorAll("[tabindex]")].filter(each => each.tabIndex > 0);
  const found = places().flatMap(each => {{
    each.focus({{focusVisible: true}});
    return document.activeElement === each ? hidden(each) : [`${{named(each)}}: takes no focus`];
  }});
  document.activeElement.blur();
  return found.concat(early.map(each => `${{named(each)}}: out of order`));
}}"""


def unseen(page: Page) -> list[str]:
    """Return every place of a page at which the focus cannot be seen."""
    found: list[str] = page.evaluate(UNSEEN)
    return found


@dataclass
class Walker:
    """Somebody at a keyboard, who notes what is wrong on the way."""

    page: Page
    wrong: list[str]

    def tab(self, keys: str = "Tab") -> str:
        """Go one place on and return its name."""
        self.page.keyboard.press(keys)
        name, faults = self.page.evaluate(HERE)
        self.wrong += faults
        return str(name)

    def explore(self) -> None:
        """Go past every place of a page, out at its end, and note what comes out of order."""
        order = self.page.evaluate(ORDER)
        met = [self.tab() for _ in order]
        if met != order:
            self.wrong.append(f"{self.page.url}: {met} instead of {order}")
        if (beyond := self.tab()) not in ("nowhere", order[0]):
            self.wrong.append(f"{self.page.url}: stays at {beyond}")

    def go_to(self, name: str, keys: str = "Tab") -> None:
        """Press until this place is reached."""
        for _ in range(80):
            if self.tab(keys) == name:
                return
        raise AssertionError(f"{name} cannot be reached on {self.page.url}")

    def follow(self, keys: str = "Enter") -> None:
        """Press, and wait until the next page is there."""
        with self.page.expect_navigation():
            self.page.keyboard.press(keys)

    def choose(self, place: int) -> dict[str, str]:
        """Choose in every question, this far from its first answer; return what was chosen."""
        chosen = {}
        for name in dict.fromkeys(self.page.evaluate(ORDER)):
            if not name.startswith("one of "):
                continue
            self.go_to(name)
            self.page.keyboard.press("Space")
            for _ in range(place):
                self.page.keyboard.press("ArrowDown")
            radio = self.page.locator(":focus")
            assert radio.is_checked(), name
            chosen[name.removeprefix("one of a.")] = radio.get_attribute("value") or ""
        return chosen
