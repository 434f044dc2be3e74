/* Lets the device sign in, or make the key with which it will. Asks what must be signed, lets the browser and its
   lock do that, and sends the answer as an ordinary form. Without script, or in a browser that has no passkeys, the
   form stays hidden and the password works. */
"use strict";

const KINDS = { make: "create", use: "get" };

function bytesOf(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

function textOf(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unpacked(options) {
  options.challenge = bytesOf(options.challenge);
  if (options.user) options.user.id = bytesOf(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials])
    for (const known of list || []) known.id = bytesOf(known.id);
  return options;
}

function packed(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (key.response[part]) response[part] = textOf(key.response[part]);
  return JSON.stringify({ id: key.id, rawId: textOf(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

async function answered(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const asked = await fetch(form.dataset.ask, { method: "POST", body });
  if (asked.redirected) return location.reload();
  const { asked: secret, options } = await asked.json();
  const key = await navigator.credentials[KINDS[form.dataset.passkey]]({ publicKey: unpacked(options) });
  form.elements.asked.value = secret;
  form.elements.reply.value = packed(key);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = false;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = form.querySelector("[role=status]");
    wrong.hidden = true;
    answered(form).catch(() => {
      wrong.hidden = false;
    });
  });
}
