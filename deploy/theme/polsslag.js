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
