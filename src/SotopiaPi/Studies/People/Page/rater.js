"use strict";

const study = JSON.parse(document.getElementById("study").textContent);
const place = `sotopia-study/${study.study}/${study.rater}/${study.round}`;
const main = document.getElementById("main");
const notice = document.getElementById("notice");
const clock = document.getElementById("clock");

let storage = true;
let state = load() ?? { step: -1, answers: {} };

// A browser that keeps nothing for files still keeps what belongs to the tab, so that a reload loses nothing.
function load() {
  const tab = history.state?.[place] ?? null;
  try {
    return JSON.parse(localStorage.getItem(place)) ?? tab;
  } catch {
    storage = false;
    return tab;
  }
}

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify(state));
  } catch {
    storage = false;
  }
  if (!storage) {
    notice.textContent = "This browser does not keep your answers between visits: save them to a file before you close the page.";
  }
  try {
    history.replaceState({ [place]: state }, "");
  } catch {
    // Some browsers limit how often this is done; the next time it succeeds.
  }
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function answerOf(step) {
  return (state.answers[step.id] ??= { state: "open", seconds: 0, marks: {} });
}

function show() {
  main.replaceChildren();
  notice.textContent = "";
  const step = study.steps[state.step];
  document.getElementById("progress").textContent = state.step < 0 ? "" : `${Math.min(state.step + 1, study.steps.length)} of ${study.steps.length}`;
  clock.textContent = "";
  if (state.step < 0) showInstructions();
  else if (!step) showEnd();
  else if (step.kind === "check") showCheck(step);
  else showItem(step);
  if (state.step >= 0) keep();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

function showInstructions() {
  const rows = study.dimensions.map(d => make("tr", {}, make("td", {}, d.title), make("td", {}, `${d.minimum} to ${d.maximum}`), make("td", {}, d.definition)));
  main.append(
    make("h1", {}, "How to rate"),
    ...study.instructions.split("\n").filter(line => line.trim()).map(line => make("p", {}, line)),
    make("table", {}, make("thead", {}, make("tr", {}, ...["Dimension", "Scale", "What is asked"].map(title => make("th", {}, title)))), make("tbody", {}, ...rows)),
    make("p", {}, `There are ${study.steps.length} pages. Each may take up to ${Math.round(study.seconds / 60 * 10) / 10} minutes; the clock stops while this page is closed. Your answers are kept in this browser and sent nowhere: at the end you save them to a file.`),
    make("button", { id: "start", type: "button", onclick: () => resume() || go(0) }, "Start"));
}

// What another page has kept, or this one before a reload, may reach this process only after it was first looked for.
function resume() {
  const kept = load();
  if (kept) {
    state = kept;
    show();
  }
  return kept !== null;
}

function showItem(step) {
  const answer = answerOf(step);
  const people = step.scene.participants.map(p => make("section", {}, make("h3", {}, p.name), make("p", {}, p.background), make("p", {}, make("strong", {}, "Goal: "), p.goal)));
  const turns = step.scene.turns.map(turn => make("li", turn.number > 0 ? { value: turn.number } : {}, turn.text));
  main.append(
    make("h2", {}, "The situation"), make("p", { id: "scenario" }, step.scene.scenario),
    make("h2", {}, "The people"), make("div", { className: "people" }, ...people),
    make("h2", {}, "What happened"), make("ol", { className: "turns" }, ...turns), make("p", {}, step.scene.end));
  step.scene.participants.forEach((participant, seat) => {
    main.append(make("h2", {}, `Your rating of ${participant.name}`));
    study.dimensions.forEach(dimension => main.append(question(answer, `${seat}:${dimension.name}`, `${dimension.title} of ${participant.name}`, dimension, true)));
  });
  main.append(make("button", { id: "next", type: "button", onclick: () => finish(step) }, "Next"));
}

function showCheck(step) {
  main.append(
    make("h2", {}, "A question in between"),
    question(answerOf(step), "check", step.text, step, false),
    make("button", { id: "next", type: "button", onclick: () => finish(step) }, "Next"));
}

function question(answer, key, title, scale, reasons) {
  const mark = (answer.marks[key] ??= { score: null, reason: "" });
  const field = make("fieldset", { id: `q-${key}` }, make("legend", {}, title));
  if (scale.definition) field.append(make("div", {}, scale.definition));
  const row = make("div", { className: "scale" });
  for (let value = scale.minimum; value <= scale.maximum; value++) {
    const button = make("input", { type: "radio", name: key, value: String(value), checked: mark.score === value, onchange: () => { mark.score = value; field.classList.remove("missing"); keep(); } });
    row.append(make("label", {}, button, String(value)));
  }
  field.append(row);
  if (reasons) {
    const box = make("textarea", { value: mark.reason, maxLength: 4000, oninput: () => { mark.reason = box.value; field.classList.remove("missing"); keep(); } });
    field.append(make("label", {}, "Why?", box));
  }
  return field;
}

function finish(step) {
  const answer = answerOf(step);
  const missing = Object.entries(answer.marks).filter(([key, mark]) => mark.score === null || (key !== "check" && !mark.reason.trim())).map(([key]) => key);
  for (const field of main.querySelectorAll("fieldset")) field.classList.toggle("missing", missing.includes(field.id.slice(2)));
  if (missing.length > 0) {
    notice.textContent = `${missing.length} of ${Object.keys(answer.marks).length} questions still need a number${step.kind === "check" ? "" : " and a reason"}. They are marked.`;
    document.getElementById(`q-${missing[0]}`).scrollIntoView({ block: "center" });
    return;
  }
  answer.state = "complete";
  go(state.step + 1);
}

function go(step) {
  state.step = step;
  show();
}

function showEnd() {
  main.append(
    make("h1", {}, "Thank you"),
    make("p", {}, "Please save your answers to a file now and send it back. You may save it again at any time."),
    make("button", { id: "download", type: "button", onclick: save }, "Save answers to a file"));
}

function save() {
  const answers = study.steps.filter(step => state.answers[step.id]).map(step => {
    const { state: how, seconds, marks } = state.answers[step.id];
    return step.kind === "check"
      ? { check: step.id, score: marks.check?.score ?? null }
      : { item: step.id, state: how, seconds, marks: Object.entries(marks).map(([key, mark]) => ({ seat: Number(key.split(":")[0]), dimension: key.split(":")[1], score: mark.score, reason: mark.reason })) };
  });
  const text = JSON.stringify({ study: study.study, rater: study.rater, round: study.round, answers }, null, 1);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: url, download: `${study.file}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function tick() {
  if (state.step < 0) {
    resume();
    return;
  }
  const step = study.steps[state.step];
  if (!step || step.kind === "check") return;
  const answer = answerOf(step);
  answer.seconds++;
  const left = study.seconds - answer.seconds;
  clock.textContent = `${Math.floor(Math.max(left, 0) / 60)}:${String(Math.max(left, 0) % 60).padStart(2, "0")}`;
  clock.classList.toggle("late", left < 60);
  if (left <= 0) {
    answer.state = "timeout";
    go(state.step + 1);
    notice.textContent = "The time for the last dialogue is over, so it was closed. Please go on with this one.";
  } else {
    keep();
  }
}

document.getElementById("save").onclick = save;
setInterval(tick, 1000);
show();
