import { describe, expect, test } from "vitest";
import { messagesDoor } from "../src/adapters/anthropic-messages/server/door.js";
import type { Door } from "../src/adapters/door.js";
import { responsesDoor } from "../src/adapters/openai-responses/server/door.js";
import type { ChatEvent } from "../src/chat/event.js";
import { fold } from "../src/chat/fold.js";
import type { Reply } from "../src/chat/reply.js";
import { secondCorpus } from "./support/corpus-2.js";
import { eventsOf, type RecordedStream, wholeStreams } from "./support/recorded-stream.js";

/** Zero is required where Responses reports no detail of its usage; each of these streams says `usage-filled`. */
const filled = "cacheReadTokens reasoningTokens: usage-filled";
const mocks =
  "open-telemetry+opentelemetry-js-contrib/packages/instrumentation-openai/test/mock-responses/openai-streaming-responses";

const doors: readonly (readonly [api: string, door: Door, differing: readonly string[]])[] = [
  [
    "responses",
    responsesDoor,
    [
      `${mocks}-does-not-misbehave-with-double-iteration.json#0 ${filled}`,
      `${mocks}-records-usage.json#0 ${filled}`,
      `${mocks}-with-content-capture-does-not-misbehave-with-double-iteration.json#0 ${filled}`,
    ],
  ],
  ["messages", messagesDoor, []],
];

describe.skipIf(!secondCorpus.isThere)(`streams ${secondCorpus.title}, written by the router's doors`, () => {
  test.each(doors)("%s: read again they are the same reply", async (api, door, differing) => {
    const rows = secondCorpus.index().filter((row) => row["API"] === api && row["streaming"] === "y");
    const { observed } = await secondCorpus.readFiles([...new Set(rows.map(({ path = "" }) => path))]);
    const streams = await wholeStreams(api, observed);
    expect(streams.length).toBeGreaterThan(200);
    const found: string[] = [];
    for (const stream of streams) found.push(...(await differenceOf(stream, door)));
    expect(found.sort()).toEqual([...differing].sort());
  });
});

/** What a stream that was read, written and read again says otherwise, and the warnings of its writing; empty: nothing. */
async function differenceOf(stream: RecordedStream, door: Door): Promise<readonly string[]> {
  const events = await eventsOf(stream, [stream.body]);
  const { text, warnings } = written(events, door);
  const plain = { ...stream, headers: [["content-type", "text/event-stream"] as const] };
  const [before, after] = [said(fold(events)), said(fold(await eventsOf(plain, [Buffer.from(text)])))];
  const names = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return names.length === 0 ? [] : [`${stream.key} ${names.join(" ")}: ${warnings.join(" ")}`];
}

function written(events: readonly ChatEvent[], door: Door) {
  const identity = { id: "00000000-0000-4000-8000-000000000000", createdSeconds: 1, model: "m" };
  const asked = { model: "m", region: null, service: "openai-compatible" } as const;
  const stream = door.openStream({ identity, body: {}, asked, redact: (error) => error });
  let text = "";
  const warnings: string[] = [];
  for (const event of events) {
    text += stream.write(event);
    warnings.push(...stream.takeWarnings().map(({ id }) => id));
  }
  return { text, warnings };
}

/** What a client reads of a reply. */
function said({ parts, finish, completeness, usage }: Reply): { readonly [name: string]: unknown } {
  const textOf = (kind: "text" | "refusal") =>
    parts.flatMap((part) => (part.kind === kind ? [part.text] : [])).join("");
  return {
    text: textOf("text"),
    refusal: textOf("refusal"),
    calls: parts.flatMap((part) => (part.kind === "tool-call" ? [[part.id, part.name, part.argumentsText]] : [])),
    finish: finish?.kind ?? null,
    completeness,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    cacheReadTokens: usage?.cacheReadTokens ?? null,
    reasoningTokens: usage?.reasoningTokens ?? null,
  };
}
