// What the page does without script at the press of a button it does here as one types:
// the server works everything out, and what it answers takes the place of what was there.
"use strict";
(() => {
  const form = document.getElementById("form");
  const byId = (id, within = document) => within.getElementById(id);
  let waiting = null, timer = 0, shown = location.search;

  const asked = () => "/?" + new URLSearchParams(new FormData(form));

  // show fetches a page and takes over all but the fields, in which somebody may type.
  async function show(address, history) {
    clearTimeout(timer);
    waiting?.abort();
    const mine = waiting = new AbortController();
    byId("results").classList.add("waiting");
    let page;
    try {
      const answer = await fetch(address, { signal: mine.signal });
      if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) throw new Error(await answer.text());
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch (e) {
      if (mine === waiting) {
        const word = document.createElement("p");
        word.className = "problems";
        word.textContent = byId("status").textContent = "No answer: " + e.message; // what stood here answers another question
        byId("results").replaceChildren(word);
        byId("results").classList.remove("waiting");
      }
      return false;
    }
    for (const id of ["results", "kept"]) byId(id).replaceWith(byId(id, page));
    for (const field of page.querySelectorAll(".field")) {
      const old = byId(field.id), input = old.querySelector(".entry input");
      old.className = field.className;
      old.querySelector(".error").replaceWith(field.querySelector(".error"));
      input.toggleAttribute("aria-invalid", false);
      if (field.classList.contains("faulty")) input.setAttribute("aria-invalid", "true");
    }
    document.title = page.title;
    document.querySelector(".bar a").textContent = page.querySelector(".bar a").textContent;
    byId("status").textContent = byId("status", page).textContent;
    const own = byId("share")?.getAttribute("href") || address;
    window.history[history](null, "", own);
    shown = location.search;
    return true;
  }

  form.addEventListener("input", (e) => {
    const slider = e.target.dataset.for;
    if (slider) byId(slider).value = e.target.value;
    else for (const s of form.querySelectorAll(".slider")) if (s.dataset.for === e.target.id) s.value = e.target.value;
    clearTimeout(timer);
    timer = setTimeout(() => show(asked(), "replaceState"), 250);
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (await show(asked(), "pushState")) (document.querySelector("[aria-invalid]") || byId("results")).focus();
  });
  document.addEventListener("click", async (e) => {
    const link = e.target.closest("a[data-explain]");
    if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      if (await show(link.getAttribute("href").split("#")[0], "pushState")) byId("explanation")?.focus();
    }
  });
  window.addEventListener("popstate", () => location.search === shown || location.reload());

  for (const s of form.querySelectorAll(".slider")) {
    s.value = byId(s.dataset.for).value;
    s.hidden = false;
  }
})();
