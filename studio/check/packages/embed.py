"""A clip that is embedded in somebody's page: it loops without a seam, and there is one for every place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
from lxml import etree, html

from studio.check.report.finding import Finding, Findings, found, same
from studio.manifest import Manifest
from studio.media.frames import MATCH_LIMIT, ends, match, opened
from studio.media.track_info import read_track

MOST_BYTES = 8_000_000
ATTRIBUTES = ("autoplay", "loop", "muted", "playsinline", "poster")


def loop_seam(path: Path) -> Finding:
    """Return whether a clip's last picture goes on to its first."""
    return found("loop-seam", *_seam(path))


def webm_findings(path: Path) -> Findings:
    """Check whether a WebM is VP9 with transparency that a decoder sees."""
    track = read_track(path)
    yield same("webm-codec", track.codec, "vp9")
    mode = next((value for key, value in track.metadata.items() if key.lower() == "alpha_mode"), "none")
    yield same("webm-alpha-mode", mode, "1")
    clear = _clear_pixels(path) if track.codec == "vp9" else 0.0
    yield found("webm-transparent", f"{clear:.0%} of the first picture has alpha 0", "> 0", clear > 0)


def gif_findings(path: Path) -> Findings:
    """Check a GIF's size, and whether it goes on for ever, as it does unless its manifest says that it ends."""
    image = opened(path)
    yield same("gif-format", image.format, "GIF")
    size = path.stat().st_size
    yield found("gif-bytes", f"{size / 1e6:.2f} MB", f"< {MOST_BYTES / 1e6:g} MB", size < MOST_BYTES)
    shown = getattr(image, "n_frames", 1)
    yield found("gif-moves", f"{shown} pictures", "≥ 2", shown >= 2)
    if not loops_beside(path):
        yield found("gif-ends", "for ever" if image.info.get("loop") == 0 else "once", "once", "loop" not in image.info)
        return
    loops = image.info.get("loop")
    yield found("gif-loops", "for ever" if loops == 0 else f"{loops or 1} times", "for ever", loops == 0)


def loops_beside(path: Path) -> bool:
    """Return whether a package's clip loops: it does unless the manifest in its folder says that it ends."""
    manifest = Manifest.beside(path.with_name("clip.mp4"))
    return manifest is None or manifest.beats[-1].loop


def poster_findings(path: Path) -> Findings:
    """Check whether a poster is a PNG that can be opened."""
    yield same("poster-format", opened(path).format, "PNG")


def snippet_findings(path: Path, *, loop: bool = True) -> Findings:
    """Check whether the `<video>`s of a snippet play by themselves, silently, in place, and have words for the blind.

    What reveal.js starts says so with data-autoplay. Where the clip does not loop, no video may.
    """
    try:
        # A snippet that is Markdown is read for the HTML in it.
        page = html.fromstring(path.read_text(encoding="utf-8"))
    except (etree.ParserError, UnicodeDecodeError):
        page = html.Element("div")
    videos = page.xpath("descendant-or-self::video")
    yield found("snippet-video", f"{len(videos)} videos", "≥ 1", bool(videos))
    wanted = [name for name in ATTRIBUTES if loop or name != "loop"]
    lacking = sorted({name for video in videos for name in wanted if not {name, f"data-{name}"} & {*video.attrib}})
    looping = any("loop" in video.attrib for video in videos)
    figure = f"without {', '.join(lacking)}" if lacking else "all" if videos else "no video"
    figure += ", and loop" if looping and not loop else ""
    held = bool(videos) and not lacking and (loop or not looping)
    yield found("snippet-attributes", figure, " ".join(wanted), held)
    silent = sum(not _alternative(video) for video in videos)
    yield found(
        "snippet-text", f"{silent} videos without words", "a text alternative each", bool(videos) and not silent
    )


def _alternative(video: html.HtmlElement) -> str:
    """Return what stands for a video where it is not seen: its label, or the words inside it."""
    labelled = video.get("aria-label") or video.get("title") or ""
    described = video.get("aria-labelledby") or video.get("aria-describedby")
    if described:
        labelled += "".join(
            other.text_content()
            for name in described.split()
            for other in video.getroottree().xpath("//*[@id=$n]", n=name)
        )
    inside = " ".join(part.strip() for part in video.itertext())
    return labelled.strip() or inside.strip()


def _seam(path: Path) -> tuple[str, str, bool]:
    figure, held = match(*ends(path))
    return figure, MATCH_LIMIT, held


def _clear_pixels(path: Path) -> float:
    """Return the share of the first picture's pixels whose decoded alpha is 0."""
    with av.open(str(path)) as film:
        # The decoder that ffmpeg prefers for VP9 leaves the alpha layer out.
        decoder: Any = av.CodecContext.create("libvpx-vp9", "r")
        for packet in film.demux(film.streams.video[0]):
            for frame in decoder.decode(packet):
                if not frame.format.name.startswith("yuva"):
                    return 0.0
                return float((frame.to_ndarray(format="rgba")[..., 3] == 0).mean())
    return 0.0
