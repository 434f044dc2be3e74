/* Steps tapped in a talk. Each tap is first kept on this device and goes from there, so that without network nothing is
   lost: the page stays open, and what is kept is sent when there is network, from here or from any other page of the
   coach. Only random ids, a step and a day are kept, under the account that tapped; the server stores every id once.
   The page itself is not kept: nothing of a child may lie on a device, so it must be open before the network goes.
   Without script every step is a button that sends. */
(() => {
  "use strict";
  const PREFIX = "stapje.", WAIT = 15000;
  const me = document.body.dataset.person;
  let store = null;
  try {
    store = window.localStorage;
  } catch {
    /* a browser that keeps nothing: the buttons send by themselves */
  }
  if (!me || !store || !window.fetch) return;
  const token = document.querySelector("[name=csrf_token]");
  const KEPT = "Bewaard op dit toestel. Wordt verstuurd zodra er internet is.";
  const forms = new Map();
  let busy = false, again = false, timer = 0;

  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  const day = (at) => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  const kept = () => Object.keys(store).filter((key) => key.startsWith(PREFIX)).map(read)
    .filter((each) => each && each.id && each.to).sort((one, other) => one.at - other.at);
  const mine = () => kept().filter((each) => each.me === me);
  const keep = (tap) => store.setItem(PREFIX + tap.id, JSON.stringify(tap));
  const forget = (tap) => store.removeItem(PREFIX + tap.id);
  const count = (number) => (number === 1 ? "1 stapje" : `${number} stapjes`);

  /* Returns why a tap could not be stored, or nothing when it was. */
  async function post(tap) {
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), 20000);
    try {
      const done = await fetch(tap.to, {
        method: "POST", redirect: "manual", signal: stop.signal, headers: { "X-Kansmeter": "script" },
        body: new URLSearchParams({ ...tap.fields, id: tap.id, csrf_token: token.value })
      });
      if (done.status === 204) return null;
      if (done.status === 422) return { says: await done.text(), refused: true };
      if (done.status === 404 || done.status === 403) return { says: "Dit traject is niet (meer) van jou.", refused: true };
      if (done.status === 400) return { says: "Laad deze bladzijde opnieuw. Dan gaat het alsnog weg." };
      if (done.status === 401 || done.type === "opaqueredirect") return { says: "Je bent niet meer ingelogd. Log in, dan gaat het alsnog weg." };
    } catch {
      /* no network: it is tried again */
    } finally {
      clearTimeout(late);
    }
    return { says: "" };
  }

  async function send() {
    clearTimeout(timer);
    again = busy;
    if (busy || !token) return;
    busy = true;
    let stopped = null; /* in the order of tapping: what came later may take the place of what came before */
    for (const tap of mine()) {
      const fault = stopped || (await post(tap));
      if (fault && !fault.refused) stopped = fault;
      if (!fault) forget(tap);
      else if (read(PREFIX + tap.id)) keep({ ...tap, says: fault.says, refused: !!fault.refused });
      tell(tap, fault);
    }
    busy = false;
    show();
    if (again) send();
    else if (mine().some((each) => !each.refused)) timer = setTimeout(send, WAIT);
  }

  /* Says at the question what became of its last tap. */
  function tell(tap, fault) {
    const form = forms.get(tap.id);
    if (!form) return;
    const state = form.querySelector("[role=status]");
    state.classList.toggle("lost", !!(fault && fault.says));
    if (!fault) state.textContent = `Bewaard: stap ${form.dataset.shown}.`;
    else state.textContent = fault.says ? `Nog niet verstuurd. ${fault.says} Het stapje staat op dit toestel.` : KEPT;
  }

  /* Says what waits on this device, of this account and of another; what was refused can be thrown away. */
  function show() {
    const waits = mine().filter((each) => !forms.has(each.id)), others = kept().length - mine().length;
    let place = document.getElementById("stapjes");
    if (!place && (waits.length || others)) {
      place = document.createElement("p");
      place.id = "stapjes";
      place.className = "said-so";
      place.setAttribute("role", "status");
      document.querySelector("main").prepend(place);
    }
    if (!place) return;
    const says = [...new Set(waits.map((each) => each.says).filter(Boolean))].join(" ");
    const words = [];
    if (waits.length) words.push(`${count(waits.length)} uit een gesprek ${waits.length === 1 ? "staat" : "staan"} nog op dit toestel. ${says || "Dat gaat weg zodra er internet is."}`);
    if (others) words.push(`Van iemand anders ${others === 1 ? "staat" : "staan"} hier nog ${count(others)}. Dat gaat pas weg als diegene hier inlogt.`);
    place.textContent = words.join(" ");
    place.hidden = !words.length;
    const refused = waits.filter((each) => each.refused);
    if (!refused.length) return;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "word quiet";
    away.textContent = `Gooi ${count(refused.length)} weg`;
    away.addEventListener("click", () => {
      if (!confirm("Weggooien? Dan is het stapje nergens bewaard.")) return;
      refused.forEach(forget);
      show();
    });
    place.append(" ", away);
  }

  for (const form of document.querySelectorAll("form[data-step]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button) return;
      const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token"));
      const now = new Date();
      const tap = { id: random(), me, to: form.getAttribute("action"), at: now.getTime(), fields: { ...fields, stap: button.value, op: day(now) } };
      try {
        keep(tap);
      } catch {
        return; /* no room on this device: the form is sent as it is */
      }
      event.preventDefault();
      for (const [id, other] of forms) {
        if (other !== form) continue;
        forget({ id }); /* a slip of the finger that did not go yet */
        forms.delete(id);
      }
      forms.set(tap.id, form);
      form.dataset.shown = button.dataset.shown;
      for (const each of form.querySelectorAll("[aria-pressed]")) each.setAttribute("aria-pressed", String(each === button));
      form.querySelector("[role=status]").textContent = "Bewaren…";
      send();
    });
  }

  const out = document.querySelector("form.me");
  if (out) {
    out.addEventListener("submit", (event) => {
      const waits = mine().length;
      if (waits && !confirm(`Er ${waits === 1 ? "staat" : "staan"} nog ${count(waits)} op dit toestel. Dat gaat pas weg als je hier weer inlogt. Toch uitloggen?`)) event.preventDefault();
    });
  }
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  show();
  if (mine().length) send();
})();
