/* Copies a link or a message, prints a letter. Without script the buttons stay hidden, and the text can be selected
   and the menu of the browser prints. A tab that is looked at again after the tablet was handed over shows nothing. */
"use strict";

function select(field) {
  const fold = field.closest("details");
  if (fold) fold.open = true;
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
