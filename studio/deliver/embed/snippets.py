"""What to paste, per place: the files of a package lie beside the page that a snippet is pasted into."""

from __future__ import annotations

import html
import re

#: Characters that Markdown would take for markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>#$~^|])")


def snippets(words: str, width: int, height: int, *, loop: bool) -> dict[str, str]:
    """Return the snippets by file name; `words` stand for the clip where it is not seen."""
    plays = f"autoplay{' loop' if loop else ''} muted playsinline"
    notes, marked = html.escape(words), _MARKUP.sub(r"\\\1", words)
    size = f'width="{width}" height="{height}"'
    video = f"""\
<video {plays} poster="poster.png" {size} style="max-width: 100%; height: auto" aria-label="{notes}">
  <source src="clip.webm" type="video/webm">
  <source src="clip.mp4" type="video/mp4">
  <img src="clip.gif" alt="{notes}">
</video>
"""
    return {
        "page.html": f"<figure>\n{video}</figure>\n",
        "markdown.md": f"[![{marked}](clip.gif)](clip.mp4)\n",
        "reveal.html": f"""\
<section>
  <video data-{plays} poster="poster.png" {size} aria-label="{notes}">
    <source data-src="clip.webm" type="video/webm">
    <source data-src="clip.mp4" type="video/mp4">
  </video>
  <aside class="notes">{notes}</aside>
</section>
""",
        "quarto.qmd": f"""\
::: {{.content-visible when-format="html"}}
```{{=html}}
{video}```
:::

::: {{.content-visible unless-format="html"}}
![]({"last.png"}){{fig-alt="{notes}"}}
:::
""",
        "beamer.tex": f"""\
% {words}
% In the preamble: \\usepackage{{multimedia}}. Okular, Evince, pdfpc and pympress play it; others show the picture.
\\movie[autostart{",loop" if loop else ""},poster,width=\\linewidth,height={height / width:.4f}\\linewidth]
  {{\\includegraphics[width=\\linewidth]{{last.png}}}}{{clip.mp4}}
""",
    }
