import type { LiveTrial } from "../../../src/runner/live/live-options.js";
import type { FindingCount, FindingId } from "../../../src/verdict/verdict.js";
import { type ApiName, catalogue, type Seeded } from "../../../test/broken/catalogue.js";
import { apiNames, seededCell } from "../../../test/broken/seeded-run.js";
import { replyBytes } from "./reply-bytes.js";

/** A finding as a seeded fault raises it. `body`: the bytes of the reply, as text; `checks`: the ids of the checks that raised it. */
export type Example = {
  readonly fault: string;
  readonly scenario: string;
  readonly api: string;
  readonly finding: FindingCount;
  readonly checks: readonly string[];
  readonly body: string;
};

/** Formats that are text come first, and whole replies before streams: a reader sees the bytes as they are, and all of them. */
const readable: readonly ApiName[] = ["chat", "chat-stream", "messages", "messages-stream", "responses", "converse"];

/** The first seeded fault of the simulator that raises this finding, run once; null: the catalogue has none. */
export async function exampleOf(id: FindingId): Promise<Example | null> {
  const raising = catalogue.filter(({ bad = [], note = [] }) => [...bad, ...note].some((one) => nameOf(one) === id));
  for (const seeded of [...raising].sort((a, b) => rank(a) - rank(b)).slice(0, 3)) {
    const example = await run(seeded, id);
    if (example !== null) return example;
  }
  return null;
}

async function run(seeded: Seeded, id: FindingId): Promise<Example | null> {
  const { id: fault, scenario, behaviour, model, provider, pinned = null, firstByteMs = null, trials = 1 } = seeded;
  const api = apiNames[apiOf(seeded)];
  const finished: LiveTrial[] = [];
  const verdict = await seededCell({
    ...{ api, scenario, behaviour, model, provider, pinned, firstByteMs, trials },
    onTrial: (_, trial) => void finished.push(trial),
  });
  const finding = verdict.findings.find((one) => one.id === id);
  if (finding === undefined) return null;
  const results = verdict.judged.flatMap(({ checks }) => checks);
  const checks = [...new Set(results.flatMap((one) => (one.finding?.id === id ? [one.check] : [])))];
  return { fault, scenario, api, finding, checks, body: replyBytes(finished, finding) };
}

function apiOf({ apis }: Seeded): ApiName {
  return readable.find((api) => apis.includes(api)) ?? apis[0] ?? "chat";
}

function rank(seeded: Seeded): number {
  const at = readable.indexOf(apiOf(seeded));
  return at < 0 ? readable.length : at;
}

/** The id of an expectation such as `empty-reply (silent)`. */
function nameOf(expected: string): string {
  return expected.replace(/ \(.*$/, "");
}
