/* Copies a link or a message, prints a letter. Without script the buttons stay hidden, and the text can be selected
   and the menu of the browser prints. A tab that is looked at again after the tablet was handed over shows nothing.
   The key / goes to the search field, unless somebody switched it off. */
"use strict";

function select(field) {
  const fold = field.closest("details");
  if (fold) {
    fold.hidden = false;
    fold.open = true;
  }
  field.focus();
  field.select();
}

function copySelected(field) {
  select(field);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

async function copy(field) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      /* no permission: the older way below */
    }
  }
  return copySelected(field);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  if (button.dataset.instead) document.getElementById(button.dataset.instead).hidden = true;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const told = document.getElementById(button.dataset.told);
    const done = await copy(field);
    if (!done) select(field);
    told.textContent = done ? button.dataset.done : "Kopiëren lukt niet vanzelf. De tekst is geselecteerd.";
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

document.addEventListener("visibilitychange", async () => {
  if (document.hidden) return;
  const found = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  if (!found || new URL(found.url).pathname !== "/ontgrendelen") return;
  document.body.hidden = true;
  location.reload();
});

const search = document.querySelector("[data-slash]");
const toggle = document.querySelector("[data-slash-key]");
if (search) {
  /* Whoever speaks to the computer can type a letter by accident: the key can be switched off. */
  const isOff = () => localStorage.getItem("slash") === "off";
  const tell = () => {
    toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off;
  };
  tell();
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem("slash", isOff() ? "on" : "off");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    const types = event.target.closest("input, select, textarea");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || types || isOff()) return;
    event.preventDefault();
    search.focus();
  });
}

/* The browser reads the page itself: no text of it becomes markup here (trusted types). */
function askAgain() {
  return new Promise((settle) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", location.href);
    asked.responseType = "document";
    asked.onload = () => settle(asked);
    asked.onerror = () => settle(null);
    asked.send();
  });
}

/* A page that waits for something looks by itself whether it is there, and changes only that part. */
async function lookAgain(part) {
  const answer = await askAgain();
  if (answer && answer.responseURL !== location.href.split("#")[0]) return;
  const page = answer && answer.status === 200 ? answer.responseXML : null;
  const now = page && page.getElementById(part.id);
  if (now) {
    part.replaceChildren(...now.childNodes);
    part.toggleAttribute("data-again", now.hasAttribute("data-again"));
  }
  if (part.hasAttribute("data-again")) setTimeout(lookAgain, 1500, part);
}

const waits = document.querySelector("[data-again]");
if (waits) setTimeout(lookAgain, 1500, waits);
