import type { Scenario, Step } from "../../scenario/scenario.js";
import { historyCalls, type ModelRequest, type RequestContent, toolRounds } from "./model-request.js";
import type { AskedParameters } from "./read-parameters.js";
import type { AskedSettings } from "./read-settings.js";
import { type Expected, namesOf, type Script, scriptOf, squeezed } from "./script-of.js";

/** The step of a scenario that a request asks for. */
export type MatchedStep = { readonly scenario: Scenario; readonly step: Step; readonly index: number };

/** What a request has of what scripts expect. */
type Asked = {
  readonly prompt: string | null;
  readonly userText: string;
  readonly rounds: number;
  readonly assistants: number;
  readonly system: string;
  readonly tools: string;
  readonly callIds: ReadonlySet<string | null>;
  readonly settings: AskedSettings;
  readonly format: AskedParameters["format"];
};

/**
 * Finds the step that a request is for. The user texts so far must be the scenario's, white space aside, and the number of
 * rounds of tool results must be the same. Of several matches, the one with the same tools, the same system text and the
 * same number of assistant turns wins, then the one whose changed settings the request has, then the first. Null: no step matches.
 */
export function matchStep(request: Matched, scenarios: readonly Scenario[]): MatchedStep | null {
  const asked = askedBy(request);
  let best: MatchedStep | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const scenario of scenarios) {
    const script = scriptOf(scenario);
    for (const [index, step] of scenario.steps.entries()) {
      const likeness = likenessOf(asked, scenario, { script, expected: script.steps[index] });
      if (likeness === null || likeness <= most) continue;
      best = { scenario, step, index };
      most = likeness;
    }
  }
  return best;
}

/** What a step is found by. */
type Matched = RequestContent & Pick<ModelRequest, "settings" | "parameters">;

function askedBy(request: Matched): Asked {
  return {
    settings: request.settings,
    format: request.parameters.format,
    prompt: request.prompt,
    userText: squeezed(request.turns.map((turn) => (turn.role === "user" ? turn.text : "")).join("")),
    rounds: toolRounds(request),
    assistants: request.turns.filter(({ role }) => role === "assistant").length,
    system: squeezed(request.system ?? ""),
    tools: namesOf(request.tools),
    callIds: new Set(historyCalls(request).map(({ id }) => id)),
  };
}

type Compared = { readonly script: Script; readonly expected: Expected | undefined };

function likenessOf(asked: Asked, scenario: Scenario, { script, expected }: Compared): number | null {
  if (expected === undefined) return null;
  const likeness =
    asked.prompt === null ? turnsLikeness(asked, script, expected) : promptLikeness(asked.prompt, scenario, expected);
  // Settings and schemas are compared last: nearly every step of nearly every scenario asks something else.
  if (likeness === null) return null;
  return likeness + settingsLikeness(asked.settings, script, expected) + formatLikeness(asked, expected);
}

/** The user's texts and the rounds of results must be the same; tools, system text, turns and ids make a better match. */
function turnsLikeness(asked: Asked, script: Script, expected: Expected): number | null {
  if (asked.rounds !== expected.rounds || asked.userText !== expected.userText) return null;
  return (
    (asked.tools === script.tools ? 4 : 0) +
    (asked.system === script.system ? 2 : 0) +
    (asked.assistants === expected.assistants ? 1 : 0) +
    scriptedIdLikeness(asked, script)
  );
}

/**
 * Distinguishes the steps of a scenario that ask the same with other settings. An API may have no place for a setting, so one that
 * is sent counts twice as much as one that is not.
 */
function settingsLikeness(asked: AskedSettings, { changed }: Script, { settings }: Expected): number {
  if (changed.length === 0) return 0;
  const same = changed.filter((name) => JSON.stringify(asked[name]) === JSON.stringify(settings[name]));
  const weights = same.map((name): number => (asked[name] === null ? 1 : 2));
  return (0.2 * weights.reduce((sum, one) => sum + one, 0)) / changed.length;
}

/** Distinguishes the steps of a scenario that ask the same with another schema. */
function formatLikeness({ format }: Asked, { settings: { responseFormat } }: Expected): number {
  const schema = responseFormat?.kind === "json-schema" ? responseFormat.schema : null;
  return format !== null && schema !== null && JSON.stringify(format.schema) === JSON.stringify(schema) ? 0.1 : 0;
}

/** Distinguishes scenarios that differ only in the ids of their scripted calls. */
function scriptedIdLikeness({ callIds }: Asked, script: Script): number {
  if (script.callIds.length === 0) return 0;
  return script.callIds.every((id) => callIds.has(id)) ? 0.5 : -0.5;
}

/** A prompt has no turns. The user's texts must occur in it in order; longer texts are a better match. */
function promptLikeness(prompt: string, scenario: Scenario, { says }: Expected): number | null {
  let from = 0;
  for (const text of says) {
    const found = prompt.indexOf(text, from);
    if (found === -1) return null;
    from = found + text.length;
  }
  if (says.length === 0) return null;
  return says.join("").length + (scenario.system !== null && prompt.includes(scenario.system) ? 0.5 : 0);
}
