import { describe, expect, test } from "vitest";
import type { Observation } from "../src/recordings/observe.js";
import { corpusIndex, corpusTitle, hasCorpus, type IndexRow, readCorpus, rowKey } from "./support/corpus.js";

/** What both readers say of an interaction. */
const columns = [
  "provider",
  "API",
  "model",
  "http_status",
  "has_tools",
  "has_tool_result",
  "streaming",
  "finish",
  "out_tokens",
] as const;

/** The index's word → ours. */
const apiWords = new Map([
  ["chat-completions", "chat-completions"],
  ["chat-completions-stream", "chat-completions-stream"],
  ["converse", "converse"],
  ["converse-stream", "converse-stream"],
  ["invoke", "invoke-model"],
  ["invoke-stream", "invoke-model-stream"],
]);

/** Our word → the index's. */
const providerWords = new Map([
  ["moonshot", "moonshotai"],
  ["google", "googleapis"],
]);

const formatWords = new Map([
  ["vcrpy-gz-split", "vcrpy-split"],
  ["go-vcr-v2", "go-vcr"],
  ["httpmock-yaml", "httpmock"],
  ["har-polly", "har"],
  ["ddapm-json", "ddapm"],
  ["req_llm-json", "req-llm"],
  ["llama-stack-json", "llama-stack"],
  ["resp-only-json", "response-json"],
  ["resp-only-sse", "response-sse"],
  ["resp-only-chunks", "response-chunks"],
]);

/**
 * Rows where the index says something and we say something else, each looked at by hand.
 * The index took the usage from the chunk that carries the error (`{"error": …, "usage": …}`, after a chunk with a finish):
 * for us the reply ends with its error, and what stands beside one is not the reply's.
 */
const lookedAt = new Map([
  // Azure OpenAI is served at this host too.
  [
    "envoyproxy+ai-gateway/tests/internal/testopenai/cassettes/azure-chat-basic.yaml#0 provider",
    ["resource-name.cognitiveservices.azure.com", "azure-openai"],
  ],
  [
    "pydantic+pydantic-ai/tests/models/cassettes/test_openrouter/test_openrouter_stream_error.yaml#0 out_tokens",
    ["10", ""],
  ],
]);

type Difference = { readonly row: IndexRow; readonly column: string; readonly index: string; readonly ours: string };

/** The index's words for what we read. It writes 200 where a recording holds no status; we say that there is none. */
function said({ identity, interaction, ...rest }: Observation): IndexRow {
  const exchange = rest.kind === "exchange" ? rest.exchange : null;
  const turn = exchange?.transcript.turns[0];
  const status = interaction.response?.status;
  return {
    provider: providerWords.get(identity.provider ?? "") ?? identity.provider ?? "",
    API: [...apiWords].find(([, ours]) => ours === identity.api)?.[0] ?? identity.api,
    model: identity.model ?? "",
    http_status: status === null ? "200" : String(status ?? ""),
    streaming: yes(identity.api.endsWith("-stream")),
    has_tools: yes(exchange?.toolsOffered === true),
    has_tool_result: yes((turn?.request.messages ?? []).some(({ role }) => role === "tool")),
    finish: turn?.reply.finish?.raw ?? "",
    out_tokens: String(turn?.reply.usage?.outputTokens ?? ""),
  };
}

function yes(value: boolean): string {
  return value ? "y" : "n";
}

function keyOf(row: IndexRow): string {
  return rowKey(row["path"] ?? "", row["interaction"] ?? "");
}

function differencesOf(row: IndexRow, observed: ReadonlyMap<string, Observation>): readonly Difference[] {
  const found = observed.get(keyOf(row));
  if (found === undefined) return [{ row, column: "interaction", index: "read", ours: "not read" }];
  const ours = said(found);
  return columns.flatMap((column) => {
    const [index = "", own = ""] = [row[column], ours[column]];
    return index === own ? [] : [{ row, column, index, ours: own }];
  });
}

/** Of the rows, the share without a difference where the index says something. */
function agreement(rows: readonly IndexRow[], observed: ReadonlyMap<string, Observation>): number {
  return rows.filter((row) => differencesOf(row, observed).every(({ index }) => index === "")).length / rows.length;
}

function grouped(rows: readonly IndexRow[], column: string): ReadonlyMap<string, readonly IndexRow[]> {
  const groups = new Map<string, IndexRow[]>();
  for (const row of rows) groups.set(row[column] ?? "", [...(groups.get(row[column] ?? "") ?? []), row]);
  return groups;
}

describe.skipIf(!hasCorpus)(`import ${corpusTitle}`, () => {
  const rows = hasCorpus ? corpusIndex() : [];
  const ours = rows.filter((row) => apiWords.has(row["API"] ?? ""));

  test("reads every interaction, and nothing that the index does not know", async () => {
    const { observed, damaged } = await readCorpus();
    expect(damaged).toEqual([]);
    expect(rows).toHaveLength(2149);
    expect([...observed.keys()].sort()).toEqual(rows.map(keyOf).sort());
  });

  test("knows every file by its format, and what is no recording as none", async () => {
    const { formats } = await readCorpus();
    const wrong = rows.filter((row) => {
      const word = row["format"] ?? "";
      return formats.get(row["path"] ?? "") !== (formatWords.get(word) ?? word);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
    const recordings = new Set(rows.map(({ path }) => path));
    expect([...formats].filter(([name, format]) => format !== null && !recordings.has(name))).toEqual([]);
  });

  test("says what the index says, but for the rows that were looked at by hand", async () => {
    const { observed } = await readCorpus();
    const contradicted = ours.flatMap((row) => differencesOf(row, observed)).filter(({ index }) => index !== "");
    const found = contradicted.map(({ row, column, index, ours: own }) => [`${keyOf(row)} ${column}`, [index, own]]);
    expect(found).toEqual([...lookedAt]);
  });

  test("agrees with 99.5 % of the rows of our APIs, and with 98 % of each API and each format", async () => {
    const { observed } = await readCorpus();
    expect(agreement(ours, observed)).toBeGreaterThanOrEqual(0.995);
    for (const column of ["API", "format"]) {
      for (const [name, group] of grouped(ours, column)) {
        expect(agreement(group, observed), `${column} ${name}`).toBeGreaterThanOrEqual(0.98);
      }
    }
  });

  test("where the index is silent, what we read stands in the bytes", async () => {
    const { observed } = await readCorpus();
    const silent = ours.flatMap((row) => differencesOf(row, observed)).filter(({ index }) => index === "");
    const counts = Object.fromEntries(
      [...new Set(silent.map(({ column }) => column))].sort().map((column) => [column, 0]),
    );
    for (const { row, column, ours: own } of silent) {
      counts[column] = (counts[column] ?? 0) + 1;
      expect(stands(own, observed.get(keyOf(row))), `${keyOf(row)} ${column} ${own}`).toBe(true);
    }
    // The index's reader knows no finish of some InvokeModel families, no invocation metrics, no events that were decoded
    // to JSON lines, and no status of what the llama-stack SDK raised.
    expect(counts).toEqual({ finish: 43, http_status: 2, out_tokens: 89 });
  });
});

/** A word or number as it stands in the headers, the body, or the base64 payloads of an InvokeModel stream. */
function stands(value: string, observation: Observation | undefined): boolean {
  if (observation === undefined) return false;
  const { response, chunks } = observation.interaction;
  const body = Buffer.concat(chunks.map(([, bytes]) => bytes)).toString("latin1");
  const inner = [...body.matchAll(/"bytes":"([A-Za-z0-9+/=]+)"/g)].map(([, text = ""]) =>
    Buffer.from(text, "base64").toString(),
  );
  const headers = (response?.headers ?? []).map(([, text]) => text);
  const pattern = new RegExp(`(?<![A-Za-z0-9])${value.replace(/[.*+?^$(){}|[\]\\]/g, "\\$&")}(?![A-Za-z0-9])`);
  if (String(response?.status) === value) return true;
  return [body, ...inner, ...headers].some((text) => pattern.test(text));
}
