/* What pages do beyond HTML. Every form and every page works without it. */
import "htmx.org";

/** A refused form: put the reader at the list of what is wrong. */
function focusErrorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

/** A message stays until it was read; whoever has read it may put it away. */
function closeMessages(event) {
  const button = event.target.closest("[data-close-message]");
  if (!button) return;
  button.closest("[data-message]").remove();
  document.getElementById("main").focus();
}

/** Two quick clicks on a button are one: the second is stopped, for as long as the first is under way. */
function sendOnce(event) {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
}

function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

/** Buttons that only make sense with JavaScript are in the page as `hidden`. */
function showButtons() {
  for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
}

function printPage(event) {
  if (event.target.closest("[data-print]")) window.print();
}

document.addEventListener("DOMContentLoaded", () => {
  showButtons();
  focusErrorSummary();
});
document.addEventListener("click", closeMessages);
document.addEventListener("click", printPage);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", allowAgain);

/**
 * A form that is kept while somebody types: sends it a moment after the last key, says when it was kept, and goes on trying
 * when there is no connection, or until somebody whose session ended has signed in again in another window. What was typed
 * leaves this window to our own server alone.
 */
function keepDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  const signIn = form.querySelector("[data-draft-sign-in]");
  const version = form.querySelector("[name=version]");
  let waiting = null;
  let isSending = false;
  let isDirty = false;
  let isSignedOut = false;
  const say = (text) => (state.textContent = text);

  function setSignedOut(value) {
    isSignedOut = value;
    signIn.hidden = !value;
  }

  /** After signing in again every form of this page needs the token of the new session. False while nobody has. */
  async function takeNewToken() {
    const page = await fetch(location.href, { redirect: "manual" });
    if (!page.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh.value;
    return true;
  }

  async function waitForSignIn() {
    isDirty = true;
    const isBack = await takeNewToken();
    setSignedOut(!isBack);
    if (!isBack) say(form.dataset.draftSignedOut);
    plan(isBack ? 0 : 5000);
  }

  async function send() {
    if (isSending) return plan(500);
    isSending = true;
    isDirty = false;
    say(form.dataset.draftBusy);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return await waitForSignIn();
      setSignedOut(false);
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        say(form.dataset.draftSaved.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })));
      } else say(told.message);
    } catch {
      isDirty = true;
      say(form.dataset.draftLost);
      plan(5000);
    } finally {
      isSending = false;
    }
  }

  function plan(wait) {
    clearTimeout(waiting);
    waiting = setTimeout(send, wait);
  }

  function keepSoon() {
    isDirty = true;
    plan(800);
  }

  // Somebody who is quick has typed before this script was there.
  if ([...form.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue)) keepSoon();
  form.addEventListener("input", keepSoon);
  form.addEventListener("submit", (event) => {
    if (isSignedOut) {
      event.preventDefault();
      event.stopPropagation();
      signIn.focus();
      return;
    }
    isDirty = false;
    clearTimeout(waiting);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft]").forEach(keepDraft));
