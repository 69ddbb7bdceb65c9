import { issueAt } from "../source/describe-issue.js";
import type { SourceDocument, SourcePath } from "../source/source-document.js";
import type { SourceIssue } from "../source/source-error.js";
import { suggestion } from "../source/suggest.js";
import type { ScenarioFile, StepFile } from "./scenario-file.js";

/** What a schema cannot see: names that must be unique, and names that must lead somewhere. */
export function checkScenario(
  scenario: ScenarioFile,
  document: SourceDocument,
  fileId: string,
): readonly SourceIssue[] {
  const check: Check = { scenario, document, issues: [] };
  if (scenario.id !== fileId) {
    say(
      check,
      ["id"],
      `the id "${scenario.id}" is not the file's name`,
      `write id: ${fileId}, or rename the file to ${scenario.id}.yaml`,
    );
  }
  checkUnique(
    check,
    "tools",
    scenario.tools.map((tool) => tool.name),
  );
  checkUnique(
    check,
    "steps",
    scenario.steps.map((step) => step.id),
  );
  checkHistory(check);
  checkStart(check);
  for (const [index, step] of scenario.steps.entries()) checkStep(check, step, ["steps", index]);
  const choice = scenario.settings.toolChoice;
  if (typeof choice === "object" && choice !== null) checkTool(check, choice.tool, ["settings", "toolChoice", "tool"]);
  return check.issues;
}

type Check = { readonly scenario: ScenarioFile; readonly document: SourceDocument; readonly issues: SourceIssue[] };

function checkUnique(check: Check, list: "tools" | "steps", names: readonly string[]): void {
  const key = list === "tools" ? "name" : "id";
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      say(check, [list, index, key], `"${name}" stands twice in ${list}`, "use another name");
  }
}

function checkHistory(check: Check): void {
  const open = new Set<string>();
  const seen = new Set<string>();
  for (const [index, message] of check.scenario.history.entries()) {
    const calls = typeof message.assistant === "object" ? message.assistant.calls : [];
    for (const [number, call] of calls.entries()) {
      const path = ["history", index, "assistant", "calls", number];
      checkTool(check, call.tool, [...path, "tool"]);
      if (seen.has(call.id)) say(check, [...path, "id"], `the call id "${call.id}" stands twice`, "use another id");
      seen.add(call.id);
      open.add(call.id);
    }
    if (message.tool !== undefined && !open.delete(message.tool.id)) {
      const hint = seen.has(message.tool.id)
        ? "this call has its result already"
        : suggestion(message.tool.id, [...seen], "call ids");
      say(check, ["history", index, "tool", "id"], `no open call has the id "${message.tool.id}"`, hint);
    }
  }
}

/** The first request must end in something to answer. */
function checkStart(check: Check): void {
  const [first] = check.scenario.steps;
  if (first === undefined) return;
  if (first.answerCalls) {
    say(
      check,
      ["steps", 0, "answerCalls"],
      "the first step has no calls to answer",
      "script them in history, or take it out",
    );
  }
  const last = check.scenario.history.at(-1);
  if (first.say === null && last?.user === undefined && last?.tool === undefined) {
    say(check, ["steps", 0], "the first step asks nothing", "write say, or end history with a user or tool message");
  }
}

function checkStep(check: Check, step: StepFile, path: SourcePath): void {
  const index = Number(path[1]);
  if (index > 0 && step.say === null && !step.answerCalls) {
    say(check, path, `the step "${step.id}" sends nothing new`, "write say, or answerCalls: true");
  }
  for (const [number, expectation] of step.expect.entries()) {
    for (const [at, call] of (expectation.calls ?? []).entries()) {
      checkTool(check, call.tool, [...path, "expect", number, "calls", at, "tool"]);
    }
  }
  for (const [number, call] of step.example.calls.entries()) {
    checkTool(check, call.tool, [...path, "example", "calls", number, "tool"]);
    const next = check.scenario.steps[index + 1];
    if (next?.answerCalls === true) checkAnswered(check, call.tool, [...path, "example", "calls", number, "tool"]);
  }
}

function checkAnswered(check: Check, name: string, path: SourcePath): void {
  const tool = check.scenario.tools.find((one) => one.name === name);
  if (tool === undefined || tool.results.length > 0) return;
  say(
    check,
    path,
    `the next step answers this call, but the tool "${name}" has no results`,
    "write results under the tool",
  );
}

function checkTool(check: Check, name: string, path: SourcePath): void {
  const names = check.scenario.tools.map((tool) => tool.name);
  if (!names.includes(name)) say(check, path, `no tool is called "${name}"`, suggestion(name, names, "tools"));
}

function say(check: Check, path: SourcePath, message: string, hint: string): void {
  check.issues.push(issueAt(check.document, { path }, { message, hint }));
}
