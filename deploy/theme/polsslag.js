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
 * when there is no connection. What was typed leaves this window to our own server alone.
 */
function keepDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  const version = form.querySelector("[name=version]");
  let waiting = null;
  let isSending = false;
  let isDirty = false;
  const say = (text) => (state.textContent = text);

  async function send() {
    if (isSending) return plan(500);
    isSending = true;
    isDirty = false;
    say(form.dataset.draftBusy);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
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

  form.addEventListener("input", () => {
    isDirty = true;
    plan(800);
  });
  form.addEventListener("submit", () => {
    isDirty = false;
    clearTimeout(waiting);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft]").forEach(keepDraft));
