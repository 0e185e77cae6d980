// What makes the pages quicker to use. Everything works without it.
"use strict";
(() => {
  const $ = (one) => document.querySelector(one);
  const all = (many) => [...document.querySelectorAll(many)];
  const typing = (event) => event.target.closest("input, select, textarea, [contenteditable]");

  // How many articles the query finds, while it is typed.
  const box = $("#q"), live = $("#live");
  let wait = 0, last = null;
  const count = async () => {
    if (last) last.abort();
    const form = new URLSearchParams(new FormData(box.form));
    if (!box.value.trim()) { live.textContent = ""; return; }
    last = new AbortController();
    try {
      const answer = await fetch("/api/count?" + form, { signal: last.signal });
      const found = await answer.json();
      live.textContent = answer.ok ? found.articles + (found.articles === 1 ? " article" : " articles")
        : answer.status === 400 ? found.detail : "";
    } catch (error) { if (error.name !== "AbortError") live.textContent = ""; }
  };
  if (box && live) {
    const soon = () => { clearTimeout(wait); wait = setTimeout(count, 350); };
    box.addEventListener("input", soon);
    box.form.addEventListener("change", soon);
  }

  // Values that are not set stay out of the address.
  if (box) box.form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (name !== "q" && value === "") event.formData.delete(name);
    if (event.formData.get("sort") === "relevance") event.formData.delete("sort");
  });

  // Keys: j and k go through entries and matches.
  let at = -1;
  const stops = () => {
    const marks = all("article.whole mark[id]");
    return marks.length ? marks : all(".hits > li, .kwic tbody tr");
  };
  const go = (step) => {
    const own = stops();
    if (!own.length) return;
    if (at >= 0 && own[at]) own[at].classList.remove("at");
    at = Math.min(Math.max(at + step, 0), own.length - 1);
    const stop = own[at];
    stop.classList.add("at");
    (stop.matches("mark") ? stop : stop.querySelector("a")).focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
  };
  const copy = async (text) => {
    const told = $("#told");
    try { await navigator.clipboard.writeText(text); told.textContent = "Copied."; } catch { told.textContent = "Not allowed to copy."; }
    setTimeout(() => { told.textContent = ""; }, 2500);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event)) { event.target.blur(); return; }
    if (typing(event)) return;
    const own = stops()[at];
    switch (event.key) {
      case "/": if (box) box.focus(), box.select(); else location.href = "/"; break;
      case "j": go(1); break;
      case "k": go(-1); break;
      case "o": { const link = own && own.querySelector("a"); if (link) location.href = link.href; break; }
      case "c": { const reference = $(".cite pre"); copy(reference ? reference.textContent : location.href); break; }
      case "?": location.href = "/help"; break;
      default: return;
    }
    event.preventDefault();
  });

  // A button to copy each reference.
  for (const text of all("pre.copy")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await copy(text.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    text.after(button);
  }
})();
