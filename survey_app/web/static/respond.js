/* Saves each answer and sends a page so that a lost connection loses nothing; all works without it. */
(() => {
  const form = document.getElementById("sheet");
  if (!form || !form.dataset.kept || !window.AbortController) return;
  const words = form.dataset, state = form.querySelector("[role=status]");
  const waits = [2000, 5000, 15000];
  let keeping, sending, changed, timer, left, next, failed = 0;

  const say = (text, lost) => {
    state.textContent = text;
    state.classList.toggle("lost", !!lost);
  };
  const post = (act) => {
    const given = new FormData(form), stop = new AbortController();
    given.set("act", act);
    setTimeout(() => stop.abort(), 20000);
    return fetch(form.action, {
      method: "POST", body: new URLSearchParams(given), signal: stop.signal, keepalive: true,
      headers: { "X-Kansmeter": "script" }
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(left ? send : keep, waits[Math.min(failed++, waits.length - 1)]);
  };
  const lost = () => {
    say(words.lost, true);
    later();
  };

  /* The next page may be long in coming, or stay away: until then this one works as before. */
  const go = () => {
    sending = left = null;
    location.assign(next);
  };

  /* Saves what was chosen so far; what the server does not take is told when the page is sent. */
  async function keep() {
    if (keeping || sending || !changed) return;
    keeping = true;
    changed = next = false;
    say(words.trying);
    try {
      const done = await post("keep");
      keeping = false;
      const revision = done.headers.get("X-Revision");
      if (revision) {
        failed = 0;
        form.elements.revision.value = revision;
        next = done.headers.get("X-Next");
        setTimeout(() => next = 0, 15000);
        say(words.kept);
      } else if (done.status >= 500) {
        changed = true;
        lost();
      } else say(words.unsaved, true);
    } catch {
      keeping = false;
      changed = true;
      lost();
    }
    if (left) send();
    else if (changed && !failed) keep();
  }

  /* Sends the page by the button that was pressed; without an answer all stays as it is. The same
     answers may still be on their way to be saved: where that tells the way on, nothing more is
     sent. Other answers go after those, and what was saved just now is not sent again. */
  async function send() {
    const on = left && left.value == words.on;
    if (sending || !left || keeping && (changed || on)) return;
    sending = true;
    say(words.trying);
    if (on && next && !changed && navigator.onLine) return go();
    try {
      const done = await post(left.value);
      next = done.headers.get("X-Next");
      if (next) return go();
      if (done.status < 500) {
        /* What has to be mended is a page of the server. */
        const act = document.createElement("input");
        Object.assign(act, { type: "hidden", name: "act", value: left.value });
        form.append(act);
        return form.submit();
      }
      throw done;
    } catch {
      sending = false;
      lost();
    }
  }

  form.addEventListener("change", () => {
    changed = true;
    keep();
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    clearTimeout(timer);
    failed = 0;
    left = event.submitter;
    send();
  });
  addEventListener("online", () => {
    clearTimeout(timer);
    if (left) send();
    else keep();
  });
  /* Leaving quickly puts the neutral page in the place of this one. */
  const leave = document.querySelector("[data-act=leave]");
  if (leave) leave.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(leave.href);
  });
  /* A page that the browser kept may be sent once more. */
  addEventListener("pageshow", (event) => {
    if (event.persisted) keeping = sending = false, left = null, say("");
  });

  /* A digit chooses in the question that has the focus and goes to the next one. */
  form.addEventListener("keydown", (event) => {
    const group = event.target.closest("fieldset[role=radiogroup]");
    if (!group || !/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const choice = group.querySelectorAll("input[type=radio]")[+event.key];
    if (!choice) return;
    event.preventDefault();
    choice.click();
    const all = [...form.querySelectorAll("fieldset[role=radiogroup]")];
    const next = all[all.indexOf(group) + 1];
    const to = next && (next.querySelector("input:checked") || next.querySelector("input"));
    if (to) to.focus();
    else choice.focus();
  });
})();

/* Read aloud: a link to sounds becomes a button that plays them; each text is marked while heard. */
{
  const sound = new Audio();
  let link, files, marks, at, on;

  const show = (now) => {
    on = now;
    link.setAttribute("aria-pressed", on);
    const field = document.getElementById(marks[at]);
    (field.matches("input") ? field.nextElementSibling : field).toggleAttribute("data-heard", on);
  };
  const stop = () => {
    sound.pause();
    show(false);
  };
  const play = () => {
    show(true);
    sound.src = files[at];
    sound.play().catch(() => {});
    if (files[at + 1]) new Audio(files[at + 1]);
  };
  const press = (pressed) => {
    const pauses = on && pressed == link;
    if (on) stop();
    if (pauses) return;
    if (pressed != link) {
      link = pressed;
      files = link.pathname.match(/\w{16}/g).map((name) => `/geluid/${name}.mp3`);
      marks = link.dataset.of.split(" ");
      at = 0;
    }
    play();
  };

  sound.onerror = stop;
  sound.onended = () => {
    stop();
    at = (at + 1) % files.length;
    if (at) play();
  };
  for (const each of document.querySelectorAll("a[data-of]")) {
    each.setAttribute("role", "button");
    each.setAttribute("aria-pressed", false);
    each.onclick = (event) => {
      event.preventDefault();
      press(each);
    };
    each.onkeydown = (event) => {
      if (event.key == " ") each.onclick(event);
    };
  }
}

/* Locks a page that nobody touches for a while; who is asked in time and is there goes on. */
(() => {
  const { lock, seconds, soon } = document.body.dataset, warning = 60000;
  if (!lock) return;
  const tabs = new BroadcastChannel("here");
  let touched = Date.now(), told = 0, asking = null;

  const stay = () => {
    touched = Date.now();
    if (asking) asking.remove();
    asking = null;
  };
  /* Who is there in one tab is there in all of this browser. */
  const here = () => {
    stay();
    if (touched - told > 1000) tabs.postMessage(told = touched);
  };
  tabs.onmessage = stay;
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
