"""A line of live text for SVG, imported only by who draws.

A reader's own letters decide how wide the text is, so matplotlib's measuring of it is thrown away:
for our pictures it is two fifths of the drawing. The line is written where it stands.
"""

from matplotlib.backend_bases import RendererBase
from matplotlib.text import Text


class LiveText(Text):
    """One line on its baseline, without rotation; only for SVG with live text."""

    def draw(self, renderer: RendererBase) -> None:
        """Hand the line over without laying it out."""
        renderer.open_group("text", self.get_gid())
        pen = renderer.new_gc()
        pen.set_foreground(self.get_color())
        x, y = self.get_unitless_position()
        renderer.draw_text(
            pen, x, y, self.get_text(), self.get_fontproperties(), 0, ismath=False, mtext=self
        )
        pen.restore()
        renderer.close_group("text")
