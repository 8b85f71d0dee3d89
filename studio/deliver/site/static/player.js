// The film, idea by idea: sentences and chapters lead to their seconds, and the one that is said now is marked.
"use strict";
(() => {
  const film = document.getElementById("film");
  const fps = Number(film.dataset.fps);

  // Links to a second of the file, which serve where no script runs, become buttons that move the player.
  const buttons = (kind) =>
    Array.from(document.querySelectorAll(`a.${kind}`), (link) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = kind;
      button.append(...link.childNodes);
      const place = { button, start: Number(link.dataset.start), end: Number(link.dataset.end) };
      button.addEventListener("click", () => go(place.start));
      link.replaceWith(button);
      return place;
    });
  const sentences = buttons("sentence");
  const chapters = buttons("chapter");

  // What is shown when the player has stopped at a start is in it, however the second was rounded.
  const at = (places) => {
    const now = film.currentTime + 0.25 / fps;
    return Math.max(0, places.findLastIndex((place) => place.start - 0.5 / fps <= now));
  };

  const go = (seconds) => {
    const move = () => {
      film.currentTime = seconds;
      show();
    };
    if (film.readyState > 0) return move();
    film.addEventListener("loadedmetadata", move, { once: true });
    film.load();
  };

  // The line of chapters under the film; what a keyboard needs is in the list of chapters.
  const line = document.querySelector(".timeline");
  const bars = chapters.map((place) => {
    const bar = line.appendChild(document.createElement("span"));
    bar.style.flexGrow = place.end - place.start;
    bar.append(document.createElement("i"));
    bar.addEventListener("click", (event) => {
      const box = bar.getBoundingClientRect();
      go(place.start + ((event.clientX - box.left) / box.width) * (place.end - place.start));
    });
    return bar.firstChild;
  });
  line.hidden = false;

  const mark = (places, index) => {
    places.forEach(({ button }, number) => {
      if (number === index) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  };
  let said = -1;
  const show = () => {
    const now = at(sentences);
    if (now !== said) {
      said = now;
      mark(sentences, now);
      mark(chapters, at(chapters));
    }
    bars.forEach((bar, number) => {
      const { start, end } = chapters[number];
      const share = Math.min(1, Math.max(0, (film.currentTime - start) / (end - start)));
      bar.style.transform = `scaleX(${share})`;
    });
  };

  // Again from its first frame, before the next idea's is shown.
  const repeat = document.getElementById("repeat");
  const repeating = () => repeat.getAttribute("aria-pressed") === "true";
  let within = 0;
  const follow = () => {
    if (repeating() && film.currentTime >= sentences[within].end - 1 / fps) film.currentTime = sentences[within].start;
    show();
    if (!film.paused && !film.ended) requestAnimationFrame(follow);
  };
  film.addEventListener("play", () => {
    within = at(sentences);
    follow();
  });
  for (const event of ["timeupdate", "loadedmetadata"]) film.addEventListener(event, show);
  film.addEventListener("seeked", () => {
    within = at(sentences);
    show();
  });

  document.getElementById("back").addEventListener("click", () => {
    const now = at(sentences);
    // As on every player: back to the beginning of what is said, and only from there to what was said before.
    const begun = film.currentTime - sentences[now].start > 2;
    go(sentences[begun ? now : Math.max(0, now - 1)].start);
  });
  document.getElementById("next").addEventListener("click", () => {
    go(sentences[Math.min(sentences.length - 1, at(sentences) + 1)].start);
  });
  repeat.addEventListener("click", () => {
    within = at(sentences);
    repeat.setAttribute("aria-pressed", String(!repeating()));
  });

  const captions = document.getElementById("captions");
  const track = film.querySelector("track[kind=captions]").track;
  captions.addEventListener("click", () => {
    track.mode = track.mode === "showing" ? "hidden" : "showing";
  });
  const tell = () => captions.setAttribute("aria-pressed", String(track.mode === "showing"));
  film.textTracks.addEventListener("change", tell);
  tell();
  const speed = document.getElementById("speed");
  speed.addEventListener("change", () => {
    film.playbackRate = Number(speed.value);
  });
  document.querySelector(".controls").hidden = false;

  // Arrows go from sentence to sentence, and from chapter to chapter.
  for (const [places, list] of [[sentences, ".sentences"], [chapters, ".chapters"]]) {
    document.querySelector(list).addEventListener("keydown", (event) => {
      const here = places.findIndex(({ button }) => button === document.activeElement);
      const there = { ArrowDown: here + 1, ArrowUp: here - 1, ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: places.length - 1 }[event.key];
      if (here < 0 || there === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      places[Math.min(places.length - 1, Math.max(0, there))].button.focus();
    });
  }

  // A link to a second of this page: #t=12.5
  const wanted = () => {
    const found = /^#t=([0-9.]+)$/.exec(location.hash);
    if (found) go(Number(found[1]));
  };
  window.addEventListener("hashchange", wanted);
  wanted();

  // Formulas that are wider than the page can be scrolled by keyboard.
  const scrolled = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll(".wide").forEach((box) => scrolled.observe(box));

  // Codes for other pages: with this site's address, where it is known, and copied at a click.
  const here = location.protocol.startsWith("http") ? new URL("..", location.href).href : "";
  const hint = document.querySelector(".embed .hint");
  if (here && hint) {
    hint.remove();
    const folder = location.pathname.split("/").at(-2);
    for (const code of document.querySelectorAll(".embed code")) {
      code.textContent = code.textContent.replaceAll(`"${folder}/`, `"${here}${folder}/`).replaceAll(`(${folder}/`, `(${here}${folder}/`);
    }
  }
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        document.getElementById("copied").textContent = "Copied.";
        button.classList.add("done");
        button.addEventListener("blur", () => button.classList.remove("done"), { once: true });
      });
    }
  }
  show();
})();
