/* Typing from paper: a digit chooses that answer and goes on to the next question. Without script, arrows and tab do. */
"use strict";

document.getElementById("sneller").hidden = false;

const lines = [...document.querySelectorAll(".typed fieldset")];

function first(line) {
  return line.querySelector("input:checked") || line.querySelector("input,textarea");
}

document.addEventListener("keydown", (event) => {
  const line = event.target.closest(".typed fieldset");
  if (!line || !/^[0-9]$/.test(event.key) || !/radio|checkbox/.test(event.target.type)) return;
  const chosen = line.querySelector(`[data-digit="${event.key}"]`);
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = chosen.type === "radio" || !chosen.checked;
  const next = lines[lines.indexOf(line) + 1];
  if (chosen.type === "radio" && next) first(next).focus();
});
