import type { Warning } from "../../chat/reply.js";
import type { Scenario, Settings } from "../../scenario/scenario.js";
import { settingsOf } from "../../scenario/settings-of.js";
import type { Turn } from "../../transcript/transcript.js";
import { isRewritten } from "./factors/id-form.js";
import type { Change } from "./failing.js";

/** Warnings of an adapter that a block, a name or a member goes out other than the scenario has it. */
const changing: ReadonlySet<string> = new Set([
  "arguments-wrapped",
  "document-renamed",
  "extra-replaces",
  "message-dropped",
  "prefill-trimmed",
  "tool-name-aliased",
]);

/** What our own side changed on the way: ids and blocks that an adapter rewrote, and settings that the scenario did not ask for. */
export function changesOf({ step, request, reply, leftOut }: Turn, scenario: Scenario | undefined): readonly Change[] {
  const rewritten = [...leftOut, ...reply.warnings].filter(
    (warning) => isRewritten(warning) || changing.has(warning.id),
  );
  const asked = scenario === undefined ? null : settingsAt(scenario, step);
  const unasked = asked === null ? [] : unaskedSettings(request, asked);
  return [...rewritten.map(warningText), ...unasked].map((what) => ({ by: "us", what }));
}

function warningText({ field, message }: Warning): string {
  return `${field}: ${message}`;
}

const settings = ["temperature", "topP", "topK", "seed", "maxOutputTokens", "stopSequences"] as const;

/** What the scenario asks for at a step. */
function settingsAt(scenario: Scenario, id: string): Settings {
  const step = scenario.steps.find((one) => one.id === id);
  return step === undefined ? scenario.settings : settingsOf(scenario, step);
}

/** Settings that go out although the scenario sends none. */
function unaskedSettings(request: Turn["request"], asked: Settings): readonly string[] {
  return settings
    .filter((name) => asked[name] === null && request[name] !== null)
    .map((name) => `${name} is sent as ${JSON.stringify(request[name])}, which the scenario does not ask for`);
}
