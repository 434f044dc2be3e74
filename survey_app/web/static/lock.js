/* Locks a page that nobody touches for a while; who is asked in time and is there goes on. */
(() => {
  "use strict";
  const { lock, seconds, soon } = document.body.dataset, warning = 60000;
  let touched = Date.now(), asking = null;

  const here = () => {
    touched = Date.now();
    if (asking) asking.remove();
    asking = null;
  };
  const ask = () => {
    asking = document.createElement("p");
    asking.className = "soon";
    asking.setAttribute("role", "alert");
    document.body.append(asking);
    asking.textContent = soon;
  };
  const close = () => {
    clearInterval(watch);
    /* What was typed and not yet left is kept first. */
    if (document.activeElement) document.activeElement.blur();
    for (const each of document.body.children) each.hidden = true;
    setTimeout(() => location.replace(lock), 1500);
  };
  for (const each of ["pointerdown", "pointermove", "keydown", "input", "scroll"]) {
    addEventListener(each, here, { capture: true, passive: true });
  }
  const watch = setInterval(() => {
    const quiet = Date.now() - touched;
    if (quiet >= seconds * 1000) close();
    else if (quiet >= seconds * 1000 - warning && !asking) ask();
  }, 1000);
})();
