"use strict";
// Reads the form into an answer file, and keeps what is typed in this browser. It asks nobody for anything.
(() => {
  const form = document.getElementById("form");
  const sheet = form.dataset;
  const boxes = [...form.querySelectorAll("fieldset[data-id]")];
  const text = document.getElementById("text");
  const status = document.getElementById("status");
  const one = (box, name) => box.querySelector(`[data-part="${name}"]`);
  const words = (box, name) => (one(box, name) ? one(box, name).value.trim() : "");
  const picked = (box, name) => [...box.querySelectorAll(`[data-part="${name}"]:checked`)].map((each) => each.value);

  function number(box, name) {
    const typed = words(box, name).replace(",", ".");
    if (!typed) return null;
    const found = Number(typed);
    const whole = box.dataset.kind === "whole" && !Number.isInteger(found);
    return Number.isFinite(found) && !whole && found >= box.dataset.low && found <= box.dataset.high ? found : NaN;
  }

  function ends(box) {
    const read = box.dataset.kind === "date" ? words : number;
    const from = read(box, "from"), to = read(box, "to");
    if (Number.isNaN(from) || Number.isNaN(to)) return NaN;
    if ((to && !from && from !== 0) || (to && from > to)) return NaN;
    if (from === null || from === "") return null;
    return to === null || to === "" || to === from ? { value: from } : { from, to };
  }

  function list(box) {
    const has = picked(box, "yes"), lacks = picked(box, "no");
    const more = picked(box, "more")[0];
    if (!more && !has.length && !lacks.length) return null;
    if (more === "all" || (!more && has.length && !lacks.length)) return { value: has };
    return has.length || lacks.length ? { has, lacks } : null;
  }

  // What a question's fields say: an answer as a case file has it, null where none is given, NaN where it can't be.
  function answer(box) {
    if (one(box, "dk").checked) return { unsure: true };
    const kind = box.dataset.kind, other = words(box, "other");
    let said = null;
    if (kind === "yes-no") said = picked(box, "pick").length ? { value: picked(box, "pick")[0] === "yes" } : null;
    else if (kind === "choice") said = picked(box, "pick").length ? { value: picked(box, "pick")[0] } : null;
    else if (kind === "choices") said = list(box);
    else if (kind === "text") said = words(box, "from") ? { value: words(box, "from") } : null;
    else said = ends(box);
    if (other && !Number.isNaN(said)) said = { ...(said || {}), other };
    return said;
  }

  function read() {
    const answers = {}, wrong = [];
    for (const box of boxes) {
      let said = answer(box);
      const note = words(box, "note");
      const bad = Number.isNaN(said) || (said === null && note !== "");
      one(box, "wrong").textContent = !bad ? "" : said === null ? "Add an answer to your note, or check “I don't know.”" : box.dataset.hint;
      for (const name of ["from", "to"]) if (one(box, name)) one(box, name).setAttribute("aria-invalid", String(Number.isNaN(said)));
      if (bad) wrong.push(box);
      else if (said) answers[box.dataset.id] = note ? { ...said, note } : said;
    }
    return { answers, wrong };
  }

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  function refresh() {
    const { answers, wrong } = read();
    const by = document.getElementById("by").value.trim() || sheet.who;
    text.value = JSON.stringify({ sheet: 1, case: sheet.case, for: sheet.who, by, on: today(), answers }, null, 1);
    const done = Object.keys(answers).length;
    status.textContent = `${done} of ${boxes.length} answered` + (wrong.length ? `, ${wrong.length} to check` : "");
    document.getElementById("done").value = done;
    return wrong;
  }

  const fields = () => [...form.querySelectorAll("input,select")];
  const key = `advisor-sheet:${sheet.case}:${sheet.who}:${sheet.day}`;
  const ticks = (field) => field.type === "radio" || field.type === "checkbox";
  function nameOf(field) {
    const box = field.closest("fieldset[data-id]");
    return box ? `${box.dataset.id}/${field.dataset.part}/${ticks(field) ? field.value : ""}` : field.id;
  }

  function keep() {
    const state = {};
    for (const field of fields()) {
      if (ticks(field) ? field.checked : field.value) state[nameOf(field)] = ticks(field) ? true : field.value;
    }
    try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* this browser keeps nothing */ }
  }

  function restore() {
    let state = {};
    try { state = JSON.parse(localStorage.getItem(key)) || {}; } catch { return; }
    for (const field of fields()) {
      const kept = state[nameOf(field)];
      if (kept === true) field.checked = true;
      else if (typeof kept === "string") field.value = kept;
    }
  }

  function clear(box) {
    for (const field of box.querySelectorAll("input,select")) {
      if (ticks(field)) field.checked = false;
      else field.value = "";
    }
  }

  function changed(event) {
    const field = event.target, box = field.closest("fieldset[data-id]"), part = field.dataset.part;
    if (box && part === "band" && field.value) {
      [one(box, "from").value, one(box, "to").value] = field.value.split(" ");
    }
    if (box && part === "dk" && field.checked) {
      const note = words(box, "note");
      clear(box);
      field.checked = true;
      one(box, "note").value = note;
    } else if (box && part !== "dk" && part !== "note") one(box, "dk").checked = false;
    if (box && field.checked && (part === "yes" || part === "no")) {
      const opposite = box.querySelector(`[data-part="${part === "yes" ? "no" : "yes"}"][value="${CSS.escape(field.value)}"]`);
      opposite.checked = false;
    }
    refresh();
    keep();
  }

  // The first field that can't be taken gets the focus; then nothing is saved.
  function ready() {
    const wrong = refresh();
    if (wrong.length) wrong[0].querySelector("input").focus();
    return !wrong.length;
  }

  function save() {
    if (!ready()) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.value + "\n"], { type: "application/json" }));
    link.download = sheet.file;
    link.click();
    status.textContent = `Saved as ${sheet.file}. Send that file back.`;
  }

  async function copy() {
    if (!ready()) return;
    try { await navigator.clipboard.writeText(text.value); } catch {
      document.getElementById("shown").open = true;
      text.select();
      document.execCommand("copy");
    }
    status.textContent = "Copied. Paste it into your reply.";
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const box = event.target.matches("button.clear") && event.target.closest("fieldset[data-id]");
    if (box) { clear(box); refresh(); keep(); }
  });
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("copy").addEventListener("click", copy);
  restore();
  refresh();
})();
