// The look that the reader chose, before anything is drawn; without a choice it is the system's.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = (() => {
    try {
      return localStorage.getItem("nabla-look");
    } catch {
      return null; // a page in a file may not keep anything
    }
  })();
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  const look = () => root.dataset.theme || (dark.matches ? "dark" : "light");

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.look");
    const film = document.getElementById("film");
    const show = () => {
      const other = look() === "dark" ? "light" : "dark";
      button.querySelector("span").textContent = `Use ${other} colours`;
      button.title = `Use ${other} colours`;
      if (film) film.poster = `poster-${look()}.png`;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = look() === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("nabla-look", root.dataset.theme);
      } catch {
        // chosen for this page only
      }
      show();
    });
    dark.addEventListener("change", show);
    show();
  });
})();
