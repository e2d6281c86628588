/*
 * Passkeys: registers one, or signs in with one. The page holds the server's options as JSON (no script in it) and a form
 * with a hidden field; this file fills the field and sends the form. What goes wrong is told in words, in the page.
 */

function toBytes(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(characters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(descriptors) {
  return (descriptors || []).map((descriptor) => ({ ...descriptor, id: toBytes(descriptor.id) }));
}

async function createCredential(options, isPasswordless) {
  const selection = { ...options.authenticatorSelection };
  selection.residentKey = isPasswordless ? "required" : "discouraged";
  selection.requireResidentKey = isPasswordless;
  if (isPasswordless) selection.userVerification = "required";
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      authenticatorSelection: selection,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
    },
  });
  return {
    type: made.type,
    id: made.id,
    rawId: toText(made.rawId),
    authenticatorAttachment: made.authenticatorAttachment,
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function useCredential(options) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) },
  });
  return {
    type: used.type,
    id: used.id,
    rawId: toText(used.rawId),
    authenticatorAttachment: used.authenticatorAttachment,
    response: {
      clientDataJSON: toText(used.response.clientDataJSON),
      authenticatorData: toText(used.response.authenticatorData),
      signature: toText(used.response.signature),
      userHandle: used.response.userHandle ? toText(used.response.userHandle) : null,
    },
    clientExtensionResults: used.getClientExtensionResults(),
  };
}

async function readOptions(button) {
  if (button.dataset.optionsAddress) {
    const answer = await fetch(button.dataset.optionsAddress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options.publicKey;
  }
  const data = JSON.parse(document.getElementById(button.dataset.options).textContent);
  return (data.creation_options || data.request_options).publicKey;
}

async function onPress(event) {
  event.preventDefault();
  const button = event.currentTarget;
  const form = document.getElementById(button.getAttribute("form")) || button.form;
  const problem = document.getElementById("passkey-problem");
  problem.hidden = true;
  try {
    const options = await readOptions(button);
    const choice = form.querySelector("[name=passwordless]");
    const credential =
      button.dataset.passkey === "create" ? await createCredential(options, Boolean(choice && choice.checked)) : await useCredential(options);
    form.querySelector("[name=credential]").value = JSON.stringify(credential);
    form.submit();
  } catch {
    problem.hidden = false;
    problem.focus();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const canUse = Boolean(window.PublicKeyCredential);
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = !canUse;
    button.addEventListener("click", onPress);
  }
  for (const element of document.querySelectorAll("[data-passkey-part]")) element.hidden = !canUse;
});
