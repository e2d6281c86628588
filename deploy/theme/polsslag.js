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
  // What comes back is a file: the page stays, and may be used again.
  if (form.dataset.stays !== undefined) return;
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

/** After signing in again every form of this page needs the token of the new session. False while its own person has not. */
async function takeNewToken() {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // What one person typed is never sent as another one's.
  if (page.body.dataset.person !== document.body.dataset.person) return false;
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh.value;
  return true;
}

/** Whether our server answers at all, whatever it says. */
async function isReachable() {
  try {
    await fetch("/gezond/", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * What somebody typed is not sent while the server cannot be reached: the browser would show a page of its own in its place, and the
 * text would be gone. The form stays, says so, and is sent by the next press.
 */
async function sendWhenReachable(event) {
  const form = event.target;
  if (!form.matches("[data-draft], [data-keeps-typed]")) return;
  if (form.dataset.reachable) {
    delete form.dataset.reachable;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  const button = event.submitter;
  const isThere = await isReachable();
  delete form.dataset.asking;
  const notice = document.querySelector("[data-no-connection]");
  notice.hidden = isThere;
  if (isThere) {
    form.dataset.reachable = "yes";
    form.requestSubmit(button);
  } else {
    (button?.closest(".actions") ?? form).before(notice);
    notice.focus();
  }
}

document.addEventListener("submit", sendWhenReachable, true);

/**
 * What was typed and is not on the server yet, in this tab alone: there again when its writer comes back to the page. Gone once the
 * server has it or the form was sent, when somebody signs out, and as soon as another person signs in. By page.
 */
const UNKEPT = "polsslag.unkept";
const NEVER_HERE = ["file", "password", "submit", "button", "fieldset"];

/** The number of a sending is another one each time. */
function pageHere() {
  const page = new URL(location.href);
  page.searchParams.delete("verzending");
  return page.pathname + page.search;
}

function unkeptPages() {
  const { person } = document.body.dataset;
  try {
    const kept = JSON.parse(sessionStorage.getItem(UNKEPT));
    if (kept?.person === person) return kept?.pages ?? {};
    if (person) sessionStorage.removeItem(UNKEPT);
  } catch {
    /* A browser that keeps nothing for pages. */
  }
  return {};
}

/** Without what was typed: forgets it. */
function keepHere(typed) {
  const { person } = document.body.dataset;
  if (!person) return;
  const pages = { ...unkeptPages(), [pageHere()]: typed };
  try {
    sessionStorage.setItem(UNKEPT, JSON.stringify({ person, pages }));
  } catch {
    /* Then it stands in the window alone, and leaving asks first. */
  }
}

function forgetEverywhere(event) {
  if (!event.target.hasAttribute("data-signs-out")) return;
  sessionStorage.removeItem(UNKEPT);
  delete document.body.dataset.person;
}

document.addEventListener("DOMContentLoaded", unkeptPages);
document.addEventListener("submit", forgetEverywhere);

const isBox = (field) => ["checkbox", "radio"].includes(field.type);
/** Boxes of one question have one name. */
const keyOf = (field) => (isBox(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isBox(field) ? field.checked : field.value);

/** What may be kept; what the form carries along is in it, so that another window or a colleague who was first is still noticed. */
function fieldsToKeep(form) {
  const mayBe = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !NEVER_HERE.includes(field.type) && field.autocomplete !== "one-time-code";
  return [...form.elements].filter(mayBe);
}

/** False where the page shows all of it already. */
function putBack(form, typed) {
  const differing = fieldsToKeep(form).filter((field) => (typed[keyOf(field)] ?? valueOf(field)) !== valueOf(field));
  const seen = differing.filter((field) => field.type !== "hidden");
  if (!seen.length) return false;
  for (const field of differing) field[isBox(field) ? "checked" : "value"] = typed[keyOf(field)];
  for (const field of seen) {
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

/**
 * A form that is kept while somebody types: sends it a moment after the last key, says when it was kept, and goes on trying
 * when there is no connection, or until somebody whose session ended has signed in again in another window. What was typed
 * leaves this window to our own server alone.
 */
function keepDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  const signIn = form.querySelector("[data-draft-sign-in]");
  const version = form.querySelector("[data-draft-version]") ?? form.querySelector("[name=version]");
  const isOfStep = form.hasAttribute("data-draft-of-step");
  const compare = form.querySelector("[data-draft-compare]");
  const notice = form.querySelector("[data-draft-notice]");
  const back = document.querySelector("[data-typed-back]");
  let afterSaving = null;
  let waiting = null;
  let isSending = false;
  let isDirty = false;
  let isSignedOut = false;
  const line = state.closest(".draft-state");
  let isWrong = false;

  /** What is wrong stays in sight, and is read aloud once: not at each new try. */
  function say(text, { wrong = false } = {}) {
    isWrong = wrong;
    line.classList.toggle("draft-state--wrong", wrong);
    if (state.textContent !== text) state.textContent = text;
  }

  function setSignedOut(value) {
    isSignedOut = value;
    signIn.hidden = !value;
  }

  async function waitForSignIn() {
    isDirty = true;
    const isBack = await takeNewToken();
    setSignedOut(!isBack);
    if (!isBack) say(form.dataset.draftSignedOut, { wrong: true });
    plan(isBack ? 0 : 5000);
  }
  form.addEventListener("documents:signed-out", waitForSignIn);

  async function send() {
    if (isSending) return plan(500);
    isSending = true;
    isDirty = false;
    if (!isWrong) say(form.dataset.draftBusy);
    keepHere(Object.fromEntries(fieldsToKeep(form).map((field) => [keyOf(field), valueOf(field)])));
    try {
      const body = new FormData(form);
      // Files have a way of their own.
      for (const field of form.querySelectorAll("[type=file], [type=password]")) body.delete(field.name);
      if (isOfStep) body.append("keeps_typed", "1");
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return await waitForSignIn();
      setSignedOut(false);
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        keepHere();
        back.querySelector("button").hidden = true;
        if (notice) notice.textContent = told.notice ?? "";
        say(form.dataset.draftSaved.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })));
      } else {
        // What was refused stands in this window alone. When another one was first, that is until somebody has compared.
        isDirty = true;
        say(told.message, { wrong: true });
        // Done or thrown away elsewhere: it does not come back to a page that begins anew.
        if (answer.status === 404) keepHere();
        if (answer.status === 409 && compare) compare.hidden = false;
      }
    } catch {
      isDirty = true;
      say(form.dataset.draftLost, { wrong: true });
      plan(5000);
    } finally {
      isSending = false;
      const next = afterSaving;
      afterSaving = null;
      if (next) {
        form.dataset.keptFirst = "yes";
        form.requestSubmit(next.button);
      }
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

  // The server says whether another window was first: what is put back has the version that it was typed on.
  const unkept = unkeptPages()[pageHere()];
  if (unkept && putBack(form, unkept)) {
    back.hidden = false;
    keepSoon();
  } else keepHere();
  function letGo() {
    clearTimeout(waiting);
    isDirty = false;
    keepHere();
  }
  back.querySelector("button").addEventListener("click", () => {
    letGo();
    location.replace(location.href);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-throws-away")) return;
    const seen = event.target.querySelector("[name=version]");
    if (seen) seen.value = version.value;
    letGo();
  });
  // Somebody who is quick has typed before this script was there.
  const isTouched = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  if ([...form.querySelectorAll("input:not([type=hidden], [type=file]), textarea")].some(isTouched)) keepSoon();
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") keepSoon();
  });
  // Somebody on the phone presses Enter for the next field: that registers nothing.
  form.addEventListener("keydown", (event) => {
    const isField = event.target.matches("input:not([type=submit], [type=file], [type=checkbox], [type=radio])");
    if (event.key === "Enter" && isField && !isOfStep) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (isSignedOut) {
      event.preventDefault();
      event.stopPropagation();
      signIn.focus();
      return;
    }
    if (isSending) {
      // The version that is being saved goes along, so that this window is not taken for another one.
      event.preventDefault();
      event.stopPropagation();
      afterSaving = { button: event.submitter };
      return;
    }
    clearTimeout(waiting);
    // Of a step what was typed last is kept before it is sent, so that it is there when the session ended meanwhile.
    if (isOfStep && isDirty && !form.dataset.keptFirst) {
      event.preventDefault();
      event.stopPropagation();
      afterSaving = { button: event.submitter };
      send();
      return;
    }
    delete form.dataset.keptFirst;
    letGo();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft]").forEach(keepDraft));

/**
 * An area to drop files in. Each file is sent at once, one after the other, with its progress; the server answers with the part of
 * the page that lists what is kept, or says why it is not. Without a script the same fields go along with the form.
 * After each answer the area tells `documents:changed`, with the answer as its detail.
 */
function takeFiles(area) {
  const form = area.closest("form");
  const queue = area.querySelector("[data-drop-queue]");
  const said = area.querySelector("[data-drop-said]");
  const refusals = area.querySelector("[data-drop-refusals]");
  const kept = area.querySelector("[data-drop-kept]");
  const words = area.dataset;
  const named = (text, file) => text.replace("{name}", file.name);
  let waiting = [];
  let isSending = false;
  let afterwards = null;

  area.querySelector("[data-drop-by-hand]").hidden = true;

  function bodyWith(name, value) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const isSensitive = area.querySelector("[name=holds_sensitive_data]");
    if (isSensitive && isSensitive.checked) body.append("holds_sensitive_data", "on");
    body.append(name, value);
    return body;
  }

  /** What the server answered, in place: what is kept anew, what is refused added to what was refused just before. */
  function show(answer) {
    const part = new DOMParser().parseFromString(answer, "text/html");
    const list = part.querySelector("[data-drop-kept]");
    if (!list) return false;
    kept.replaceChildren(...list.childNodes);
    refusals.append(...part.querySelector("[data-drop-refusals]").childNodes);
    const count = area.closest("details")?.querySelector("[data-drop-count]");
    if (count) count.textContent = kept.children.length;
    area.dispatchEvent(new CustomEvent("documents:changed", { bubbles: true, detail: part }));
    return true;
  }

  function send(body, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", words.dropArea);
      request.setRequestHeader("X-Part-Of-Page", "documents");
      request.timeout = 300000;
      request.upload.onprogress = onProgress;
      request.onload = () => resolve(request);
      request.onerror = reject;
      request.ontimeout = reject;
      request.send(body);
    });
  }

  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "typed";
    name.textContent = file.name;
    item.append(name);
    queue.append(item);
    return item;
  }

  function giveUp(item, file, text, mayRetry) {
    const why = document.createElement("strong");
    why.textContent = text;
    item.querySelector("progress")?.remove();
    item.append(document.createElement("br"), why);
    said.textContent = `${named(words.dropRefused, file)} ${text}`;
    if (!mayRetry) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button-link";
    again.textContent = words.dropAgain;
    again.addEventListener("click", async () => {
      if (text === words.dropSignedOut) await takeNewToken().catch(() => false);
      item.remove();
      add([file]);
    });
    item.append(" ", again);
  }

  async function sendOne(file) {
    const item = row(file);
    if (file.size > Number(words.dropMost)) return giveUp(item, file, words.dropLarge, false);
    const progress = document.createElement("progress");
    progress.className = "progress";
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", named(words.dropBusy, file));
    item.append(progress);
    said.textContent = named(words.dropBusy, file);
    try {
      const answer = await send(bodyWith("documents", file), (event) => {
        if (event.lengthComputable) progress.value = event.loaded / event.total;
      });
      if (answer.status === 403 || !answer.responseURL.endsWith(words.dropArea)) {
        area.dispatchEvent(new CustomEvent("documents:signed-out", { bubbles: true }));
        return giveUp(item, file, words.dropSignedOut, true);
      }
      if (!show(answer.responseText)) return giveUp(item, file, words.dropLost, true);
      item.remove();
      said.textContent = named(answer.status === 200 ? words.dropDone : words.dropRefused, file);
    } catch {
      giveUp(item, file, words.dropLost, true);
    }
  }

  async function sendAll() {
    if (isSending) return;
    isSending = true;
    while (waiting.length) await sendOne(waiting.shift());
    isSending = false;
    const next = afterwards;
    afterwards = null;
    if (next && !queue.children.length && !refusals.children.length) form.requestSubmit(next.button);
  }

  function add(files) {
    if (!isSending) refusals.replaceChildren();
    waiting.push(...files);
    sendAll();
  }

  area.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const files = [...event.target.files];
    event.target.value = "";
    add(files);
  });

  area.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-drop-remove]");
    if (!button) return;
    event.preventDefault();
    try {
      const answer = await send(bodyWith(button.name, button.value), null);
      show(answer.responseText);
      area.querySelector("input[type=file]").focus();
    } catch {
      said.textContent = words.dropLost;
    }
  });

  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const place = form.hasAttribute("data-drop-anywhere") ? document : area;
  place.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    area.classList.add("drop-area--over");
  });
  place.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget || !place.contains(event.relatedTarget)) area.classList.remove("drop-area--over");
  });
  place.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    area.classList.remove("drop-area--over");
    area.scrollIntoView({ block: "nearest" });
    add([...event.dataTransfer.files]);
  });

  // What is under way goes along: the form waits for it, and stays when something was refused.
  form.addEventListener("submit", (event) => {
    if (!isSending) return;
    event.preventDefault();
    event.stopPropagation();
    afterwards = { button: event.submitter };
    said.textContent = words.dropWait;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-drop-area]").forEach(takeFiles));

/**
 * A mail that is dropped while nobody has told anything yet fills the form. Where something was typed already its button waits:
 * nothing happens to what somebody typed unasked.
 */
function fillFromMail(area) {
  const form = area.closest("form");
  const story = form.querySelector("[name=story]");
  const buttons = () => [...area.querySelectorAll("[data-fill-from-mail]")];
  const known = new Set(buttons().map((button) => button.value));
  area.addEventListener("documents:changed", () => {
    // After the area has finished with this file.
    setTimeout(() => {
      const fresh = buttons().filter((button) => !known.has(button.value));
      fresh.forEach((button) => known.add(button.value));
      const isBusy = area.querySelector("[data-drop-queue]").children.length > 0;
      if (fresh.length === 1 && story && !story.value && !isBusy) form.requestSubmit(fresh[0]);
    });
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft] [data-drop-area]").forEach(fillFromMail));

/** A long text shows its first lines, with a button for the rest, so that what is to be done stays in sight. */
function foldText(text) {
  const row = document.querySelector(`[data-unfolds="${text.id}"]`);
  text.classList.add("story--folded");
  if (text.scrollHeight <= text.clientHeight + 4) return text.classList.remove("story--folded");
  row.hidden = false;
  row.querySelector("button").addEventListener("click", () => {
    text.classList.remove("story--folded");
    row.hidden = true;
    text.tabIndex = -1;
    text.focus();
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-folds]").forEach(foldText));

/** Parts of a form that some answers alone ask for: shown, and sent, for those only. What was typed in one stays when it goes. */
function askWhatApplies(part) {
  const answer = part.form.elements[part.dataset.askedBy];
  const show = () => {
    part.hidden = part.disabled = !part.dataset.askedFor.split(" ").includes(answer.value);
  };
  part.form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-asked-by]").forEach(askWhatApplies));

/** Boxes drawn on a page of a document go along with the form that marks them; the server counts in ten-thousandths of the page. */
function drawBoxes(sheet) {
  const form = document.getElementById(sheet.dataset.drawBoxes);
  const drawing = sheet.querySelector("svg");
  const touch = document.querySelector("[data-draw-touch]");
  const said = form.querySelector("[data-boxes-said]");
  const undo = form.querySelector("[data-boxes-undo]");
  const boxes = [];
  let began = null;

  const place = (event) => {
    const around = sheet.getBoundingClientRect();
    const within = (part) => Math.round(Math.min(Math.max(part, 0), 1) * 10000);
    return [within((event.clientX - around.left) / around.width), within((event.clientY - around.top) / around.height)];
  };
  const show = (box, to) => {
    box.edges = [Math.min(began[0], to[0]), Math.min(began[1], to[1]), Math.max(began[0], to[0]), Math.max(began[1], to[1])];
    const [left, top, right, bottom] = box.edges;
    Object.entries({ x: left, y: top, width: right - left, height: bottom - top }).forEach(([name, value]) => box.drawn.setAttribute(name, value));
  };
  const tell = () => {
    said.hidden = undo.hidden = boxes.length === 0;
    said.textContent = boxes.length === 1 ? said.dataset.one : said.dataset.more.replace("{n}", boxes.length);
  };
  const takeAway = (box) => {
    box.drawn.remove();
    box.input?.remove();
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.pointerType === "touch" && touch.getAttribute("aria-pressed") !== "true")) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    began = place(event);
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.setAttribute("class", "redact__mark redact__mark--new");
    drawing.append(drawn);
    boxes.push({ drawn, edges: [0, 0, 0, 0] });
  });
  sheet.addEventListener("pointermove", (event) => began && show(boxes.at(-1), place(event)));
  sheet.addEventListener("pointerup", (event) => {
    if (!began) return;
    const box = boxes.at(-1);
    show(box, place(event));
    began = null;
    const [left, top, right, bottom] = box.edges;
    // A click is no box.
    if (right - left < 30 || bottom - top < 30) takeAway(boxes.pop());
    else {
      box.input = Object.assign(document.createElement("input"), { type: "hidden", name: "chosen", value: `box.${box.edges.join(".")}` });
      form.append(box.input);
    }
    tell();
  });
  sheet.addEventListener("pointercancel", () => {
    if (!began) return;
    began = null;
    takeAway(boxes.pop());
  });
  undo.addEventListener("click", () => {
    takeAway(boxes.pop());
    tell();
  });
  touch.addEventListener("click", () => {
    const draws = touch.getAttribute("aria-pressed") !== "true";
    touch.setAttribute("aria-pressed", draws);
    sheet.classList.toggle("redact__sheet--touch", draws);
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-draw-boxes]").forEach(drawBoxes));
