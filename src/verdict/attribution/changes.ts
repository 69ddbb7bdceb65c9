import type { Warning } from "../../chat/reply.js";
import type { Scenario } from "../../scenario/scenario.js";
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
export function changesOf({ request, reply, leftOut }: Turn, scenario: Scenario | undefined): readonly Change[] {
  const rewritten = [...leftOut, ...reply.warnings].filter(
    (warning) => isRewritten(warning) || changing.has(warning.id),
  );
  const unasked = scenario === undefined ? [] : unaskedSettings(request, scenario);
  return [...rewritten.map(warningText), ...unasked].map((what) => ({ by: "us", what }));
}

function warningText({ field, message }: Warning): string {
  return `${field}: ${message}`;
}

const settings = ["temperature", "topP", "topK", "seed", "maxOutputTokens", "stopSequences"] as const;

/** Settings that go out although the scenario sends none. */
function unaskedSettings(request: Turn["request"], { settings: asked }: Scenario): readonly string[] {
  return settings
    .filter((name) => asked[name] === null && request[name] !== null)
    .map((name) => `${name} is sent as ${JSON.stringify(request[name])}, which the scenario does not ask for`);
}
