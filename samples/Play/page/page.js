"use strict";
// Everything from the scene is set as text, never as markup.
const byId = id => document.getElementById(id);
const pollMilliseconds = 300;
let shown = "";

function fill(list, items, make) {
  list.replaceChildren(...items.flatMap(make));
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function show(state) {
  byId("name").textContent = state.name ? "You are " + state.name : "…";
  byId("scenario").textContent = state.scenario;
  byId("goal").textContent = state.goal;
  fill(byId("profiles"), state.profiles, person => [element("dt", person.name), element("dd", person.background || "unknown to you")]);
  fill(byId("history"), state.history, line => [element("li", line)]);
  byId("problem").textContent = state.problem || "";
  byId("form").hidden = state.status === "over";
  byId("send").disabled = state.status !== "turn";
  byId("status").textContent = state.status === "turn" ? "Your turn." : state.status === "over" ? "The scene is over." : "Waiting for the others…";
  const type = byId("type"), chosen = type.value;
  fill(type, state.actions, action => [element("option", action)]);
  type.value = state.actions.includes(chosen) ? chosen : state.actions.includes("speak") ? "speak" : state.actions[0] || "";
  byId("result").hidden = state.status !== "over";
  byId("end").textContent = state.end || "";
  fill(byId("scores"), state.scores, score => {
    const row = document.createElement("tr");
    row.append(element("td", score.dimension), element("td", score.value === null ? "not rated" : String(score.value)), element("td", score.reason));
    return [row];
  });
}

async function refresh() {
  const text = await (await fetch("state")).text();
  if (text !== shown) {
    shown = text;
    show(JSON.parse(text));
  }
}

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) {
    byId("problem").textContent = "That was not possible (" + answer.status + ").";
  }
  await refresh();
}

byId("form").addEventListener("submit", event => {
  event.preventDefault();
  const argument = byId("argument").value;
  byId("argument").value = "";
  post("act", { type: byId("type").value, argument });
});
byId("next").addEventListener("click", () => post("next", {}));

async function poll() {
  try {
    await refresh();
  } catch {
    byId("status").textContent = "The program has ended.";
  }
  setTimeout(poll, pollMilliseconds);
}
poll();
