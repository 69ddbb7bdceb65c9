import { issueAt } from "../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../source/source-document.js";
import type { SourceIssue } from "../source/source-error.js";
import { suggestion } from "../source/suggest.js";
import { checkComparisons } from "./compare/check-comparison.js";
import type { SettingsFile } from "./file/settings-file.js";
import { inFlightMistakes } from "./in-flight/check-in-flight.js";
import { probeMistakes } from "./probe/check-probe.js";
import type { ScenarioFile, StepFile } from "./scenario-file.js";

/**
 * Checks what a schema cannot: names that must be unique, references that must exist, and steps that send something.
 */
export function checkScenario(
  scenario: ScenarioFile,
  document: SourceDocument,
  fileId: string,
): readonly SourceIssue[] {
  const check: Check = { scenario, document, issues: [] };
  if (scenario.id !== fileId) {
    report(check, ["id"], {
      message: `the id "${scenario.id}" is not the file's name`,
      hint: `write id: ${fileId}, or rename the file to ${scenario.id}.yaml`,
    });
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
  checkChoice(check, scenario.settings.toolChoice, ["settings"]);
  for (const { path, ...mistake } of inFlightMistakes(scenario)) report(check, path, mistake);
  return [...check.issues, ...checkComparisons(scenario, document)];
}

type Check = { readonly scenario: ScenarioFile; readonly document: SourceDocument; readonly issues: SourceIssue[] };

function checkUnique(check: Check, list: "tools" | "steps", names: readonly string[]): void {
  const key = list === "tools" ? "name" : "id";
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      report(check, [list, index, key], { message: `"${name}" appears twice in ${list}`, hint: "use another name" });
  }
}

function checkHistory(check: Check): void {
  const open = new Set<string>();
  const callIds = new Set<string>();
  for (const [index, message] of check.scenario.history.entries()) {
    const calls = typeof message.assistant === "object" ? message.assistant.calls : [];
    for (const [number, call] of calls.entries()) {
      const path = ["history", index, "assistant", "calls", number];
      checkTool(check, call.tool, [...path, "tool"]);
      if (callIds.has(call.id))
        report(check, [...path, "id"], { message: `the call id "${call.id}" appears twice`, hint: "use another id" });
      callIds.add(call.id);
      open.add(call.id);
    }
    if (message.tool !== undefined && !open.delete(message.tool.id)) {
      const hint = callIds.has(message.tool.id)
        ? "this call already has its result"
        : suggestion(message.tool.id, [...callIds], "call ids");
      report(check, ["history", index, "tool", "id"], {
        message: `no open call has the id "${message.tool.id}"`,
        hint,
      });
    }
  }
}

/** The first request must end with a message that the model can answer. */
function checkStart(check: Check): void {
  const [first] = check.scenario.steps;
  if (first === undefined) return;
  if (first.answerCalls) {
    report(check, ["steps", 0, "answerCalls"], {
      message: "the first step has no calls to answer",
      hint: "script them in history, or remove it",
    });
  }
  if (!isAnswerable(check, first)) {
    report(check, ["steps", 0], {
      message: "the first step has no message to answer",
      hint: "write say, or end history with a user or tool message",
    });
  }
}

function isAnswerable({ scenario }: Check, { say }: StepFile): boolean {
  const last = scenario.history.at(-1);
  return say !== null || last?.user !== undefined || last?.tool !== undefined;
}

/** A fresh step is a first step again. */
function checkFresh(check: Check, step: StepFile, path: SourcePath): void {
  if (!step.fresh) return;
  const at = [...path, "fresh"];
  if (path[1] === 0) {
    report(check, at, { message: "the first step begins the conversation anyway", hint: "remove fresh" });
  } else if (step.answerCalls) {
    report(check, [...path, "answerCalls"], {
      message: `the step "${step.id}" is fresh and has no calls to answer`,
      hint: "remove answerCalls or fresh, or script the calls in history",
    });
  } else if (!isAnswerable(check, step)) {
    report(check, at, {
      message: `the fresh step "${step.id}" has no message to answer`,
      hint: "write say, or end history with a user or tool message",
    });
  }
}

function checkChoice(check: Check, choice: SettingsFile["toolChoice"] | undefined, path: SourcePath): void {
  if (typeof choice === "object" && choice !== null) checkTool(check, choice.tool, [...path, "toolChoice", "tool"]);
}

function checkStep(check: Check, step: StepFile, path: SourcePath): void {
  const stepIndex = Number(path[1]);
  checkChoice(check, step.settings?.toolChoice, [...path, "settings"]);
  checkFresh(check, step, path);
  if (step.otherUpstream && stepIndex === 0) {
    report(check, [...path, "otherUpstream"], {
      message: "the first step has no reply before it, whose upstream could be left out",
      hint: "remove it, or write it at a later step",
    });
  }
  for (const { path: inner, ...mistake } of probeMistakes(step, check.scenario.steps[stepIndex - 1] ?? null)) {
    report(check, [...path, ...inner], mistake);
  }
  if (stepIndex > 0 && !step.fresh && step.say === null && !step.answerCalls) {
    report(check, path, {
      message: `the step "${step.id}" sends nothing new`,
      hint: "write say, or answerCalls: true",
    });
  }
  for (const [number, expectation] of step.expect.entries()) {
    for (const [index, call] of (expectation.calls ?? []).entries()) {
      checkTool(check, call.tool, [...path, "expect", number, "calls", index, "tool"]);
    }
  }
  for (const [number, call] of (step.example?.calls ?? []).entries()) {
    checkTool(check, call.tool, [...path, "example", "calls", number, "tool"]);
    const next = check.scenario.steps[stepIndex + 1];
    if (next?.answerCalls === true && !next.fresh)
      checkAnswered(check, call.tool, [...path, "example", "calls", number, "tool"]);
  }
}

function checkAnswered(check: Check, name: string, path: SourcePath): void {
  const tool = check.scenario.tools.find((one) => one.name === name);
  if (tool === undefined || tool.results.length > 0) return;
  report(check, path, {
    message: `the next step answers this call, but the tool "${name}" has no results`,
    hint: "write results under the tool",
  });
}

function checkTool(check: Check, name: string, path: SourcePath): void {
  const names = check.scenario.tools.map((tool) => tool.name);
  if (!names.includes(name))
    report(check, path, { message: `there is no tool "${name}"`, hint: suggestion(name, names, "tools") });
}

type Mistake = { readonly message: string; readonly hint: string };

function report(check: Check, path: SourcePath, mistake: Mistake): void {
  check.issues.push(issueAt(check.document, { path }, mistake));
}
