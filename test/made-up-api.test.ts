import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { spokenApis } from "../src/adapters/registry.js";
import { foldAsync } from "../src/chat/fold.js";
import { plainRequest } from "../src/chat/request.js";
import { commandSchemas } from "../src/library/published-schemas.js";
import { identify } from "../src/recordings/identify/identify.js";
import { observe } from "../src/recordings/observe.js";
import { readRecordings } from "../src/recordings/read-recordings.js";
import { recordingFile } from "../src/recordings/recording-file.js";
import { formatOf, recordingFormats } from "../src/recordings/registry.js";
import { formatsSection } from "../src/report/markdown/formats.js";
import { loadRouter } from "../src/router/config/load-router.js";
import { routerSchemas } from "../src/router/published-schemas.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { replayedReply } from "../src/runner/trial/continue-history.js";
import { loadModels } from "../src/scenario/load-models.js";
import { publishedSchemas } from "../src/scenario/published-schemas.js";
import { selectTargets } from "../src/scenario/select.js";
import { decodeTranscript, encodeTranscript, transcriptSchema } from "../src/transcript/serialise.js";
import { columnsIn } from "../src/verdict/matrix/matrix-columns.js";
import { resultSchemas } from "../src/verdict/published-schemas.js";
import type { Exchange } from "../src/wire/exchange.js";
import { reply } from "./samples/transcripts.js";
import { spokenMadeUp } from "./support/made-up-api.js";
import { interactionsOf } from "./support/read-format.js";

/** One row more than the tables have: everything that is derived from them must show it, and nothing else was told. */
const spoken = [...spokenApis, spokenMadeUp];
const table = spoken.map(({ api }) => api);

const folder = mkdtempSync(join(tmpdir(), "llm-parity-made-up-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const models = write(
  "models.yaml",
  `defaults: { replay: all, live: all }
suites:
  all:
    title: All
    live: true
    scenarioTags: [core]
    columns: [{ provider: openrouter, api: made-up }, { provider: openrouter, api: made-up-stream }]
models:
  one:
    title: One
    vendor: V
    offers:
      - provider: openrouter
        id: v/one
        apis: { made-up-stream: [all], made-up: [all] }
        sources: [{ source: here, date: 2026-01-01 }]
`,
);
const catalog = loadModels(models, table);
const ids = ["one/openrouter/made-up", "one/openrouter/made-up-stream"];

describe("a table with a made-up API more", () => {
  test("has its targets in models.yaml, which the real table refuses", () => {
    expect(catalog.targets.map(({ id }) => id).sort()).toEqual(ids);
    expect(() => loadModels(models)).toThrow(/made-up/);
    expect(selectTargets(catalog, { suite: "all", apis: ["made-up"] }).map(({ id }) => id)).toEqual([ids[0]]);
  });

  test("takes it in a typed target, at the base URL that it has there", () => {
    const [routed, elsewhere] = selectTargets(catalog, {
      targets: ["openrouter/made-up:v/one", "bedrock-mantle/made-up-stream:v.two@us-west-2"],
    });
    expect(routed).toMatchObject({ id: ids[0], api: "made-up", baseUrl: "https://openrouter.ai/api/v1" });
    expect(elsewhere).toMatchObject({
      id: "v.two/bedrock-mantle/made-up-stream@us-west-2",
      baseUrl: "https://bedrock-mantle.us-west-2.api.aws/elsewhere",
    });
    expect(() => selectTargets(catalog, { targets: ["openrouter/made-upp:v/one"] })).toThrow(/no API "made-upp"/);
    expect(() => selectTargets(catalog, { targets: ["bedrock/made-up:v.one"] })).toThrow(/bedrock has no API/);
  });

  test("leaves the usual API of a provider as it is", () => {
    const targets = selectTargets(catalog, { targets: ["openrouter:v/two", "bedrock:v.two", "bedrock-mantle:v.two"] });
    expect(targets.map(({ api }) => api)).toEqual(["chat-completions", "converse-stream", "chat-completions"]);
  });

  test("replays reasoning without a signature as its row says", () => {
    const [target] = selectTargets(catalog, { targets: ["bedrock-mantle/made-up:v.two"] });
    if (target === undefined) throw new TypeError("no target");
    const thought = reply([
      { kind: "reasoning", text: "Hm.", signature: null, redacted: null, field: null, details: null },
    ]);
    const rules = { reasoning: "as-target", blankText: "drop" } as const;
    expect(replayedReply(thought, target, { ...rules, apis: table }).message?.parts).toEqual(thought.parts);
    expect(replayedReply(thought, target, rules).message).toBeNull();
  });

  test("lists it in every schema that lists APIs", () => {
    const schemas = {
      ...publishedSchemas(table),
      ...resultSchemas(table),
      ...routerSchemas(table),
      ...commandSchemas(),
    };
    const naming = Object.entries(schemas).filter(([, text]) => text.includes('"made-up"'));
    expect(naming.map(([name]) => name).sort()).toEqual([
      "client-views.schema.json",
      "dataset.schema.json",
      "known.schema.json",
      "matrix.schema.json",
      "models.schema.json",
      "observed.schema.json",
      "router.schema.json",
      "summary.schema.json",
    ]);
  });

  test("has a column of its own, in the suite's order, and a place in the report", () => {
    const [suite] = catalog.suites;
    if (suite === undefined) throw new TypeError("no suite");
    const targets = selectTargets(catalog, { suite: "all" });
    const columns = columnsIn({ verdicts: [], targets, suite })("one");
    expect(columns.map(({ label }) => label)).toEqual(["openrouter made-up", "openrouter made-up-stream"]);
    expect(formatsSection(table)).toMatch(
      /\n\n\*\*made-up\*\* \(nobody\)\n\n```json\n\{"ask": "What's the weather\?"\}\n```\n\n<\/details>$/,
    );
  });
});

const har = (body: object, response: { readonly text: string; readonly type: string }) =>
  JSON.stringify({
    log: {
      version: "1.2",
      creator: { name: "hand", version: "1" },
      entries: [
        {
          startedDateTime: "2026-02-10T00:00:00.000Z",
          time: 1,
          request: {
            method: "POST",
            url: "https://openrouter.ai/api/v1/made-up",
            headers: [],
            postData: { mimeType: "application/json", text: JSON.stringify(body) },
          },
          response: {
            status: 200,
            headers: [{ name: "content-type", value: response.type }],
            content: { mimeType: response.type, text: response.text },
          },
        },
      ],
    },
  });

function interactionIn(file: string) {
  const found = [...readRecordings([file])].flatMap((one) => (one.kind === "interaction" ? [one.interaction] : []));
  const [interaction] = found;
  if (interaction === undefined) throw new TypeError(`no interaction in ${file}`);
  return interaction;
}

describe("a recording of a made-up API", () => {
  const sse = 'data: {"piece":"4"}\n\ndata: {"piece":"2"}\n\ndata: {"over":true}\n\n';
  const whole = write(
    "a.har",
    har({ model: "v/one", ask: "6 × 7" }, { text: '{"made":true,"said":"42"}', type: "application/json" }),
  );
  const streamed = write(
    "b.har",
    har({ model: "v/one", ask: "6 × 7", stream: true }, { text: sse, type: "text/event-stream" }),
  );

  test.each([
    ["made-up", whole],
    ["made-up-stream", streamed],
  ])("is one of %s, and is read by its adapter", async (api, file) => {
    const interaction = interactionIn(file);
    expect(identify(interaction, spoken)).toMatchObject({ api, model: "v/one", provider: "openrouter" });
    expect(identify(interaction).api).toBe("other");
    const seen = await observe(interaction, { spoken });
    if (seen.kind === "skipped") throw new TypeError(seen.reason);
    const { transcript } = seen.exchange;
    expect(transcript.turns[0]?.reply.parts).toEqual([{ kind: "text", text: "42" }]);
    expect(transcript.turns[0]?.request.messages).toEqual([
      { role: "user", parts: [{ kind: "text", text: "6 × 7" }], name: null },
    ]);
    expect(transcriptSchema(table).safeParse(JSON.parse(encodeTranscript(transcript))).success).toBe(true);
    expect(() => decodeTranscript(encodeTranscript(transcript))).toThrow("cell.api");
  });

  test.each([
    ["response-json", '{"made":true,"said":"42"}', "made-up"],
    ["response-json", '{"made": true, "sa', null],
    ["response-sse", sse, "made-up-stream"],
    ["response-chunks", '{"piece":"4"}\n{"piece":"2"}\n', "made-up-stream"],
    ["response-chunks", '{"piece":"4\n', null],
  ])("is a %s where the file is %j", (id, content, api) => {
    const file = recordingFile("a.txt", new TextEncoder().encode(content));
    const format = formatOf(file, recordingFormats(spoken));
    expect(format?.id).toBe(id);
    expect(formatOf(file)).toBeNull();
    if (api === null) expect(() => (format === null ? [] : interactionsOf(format, file))).toThrow(/^a\.txt/);
    else
      expect((format === null ? [] : interactionsOf(format, file)).map((one) => identify(one, spoken).api)).toEqual([
        api,
      ]);
  });
});

describe("a router with a made-up API", () => {
  const config = loadRouter(
    write(
      "router.yaml",
      `models:
  typed: { provider: openrouter, model: v/two, api: made-up, api_key: simulated-key-0001 }
  named: { target: one/openrouter/made-up-stream, api_key: simulated-key-0001 }
`,
    ),
    { catalog, environment: {} },
  );

  test("offers its models, whole and streaming", () => {
    expect(config.models.map(({ name, whole, streaming }) => [name, whole.api, streaming.api])).toEqual([
      ["typed", "made-up", "made-up-stream"],
      ["named", "made-up", "made-up-stream"],
    ]);
    expect(config.models[1]?.measured).toEqual(expect.arrayContaining(ids));
  });

  test.each([
    [false, '{"made":true,"said":"42"}'],
    [true, 'data: {"piece":"4"}\n\ndata: {"piece":"2"}\n\n'],
  ])("asks them through its adapter (streaming: %s)", async (streaming, answer) => {
    const sent: { readonly url: string; readonly body: unknown }[] = [];
    const exchange: Exchange = async ({ url, body }) => {
      sent.push({ url, body: JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) });
      const chunks = (async function* () {
        yield new TextEncoder().encode(answer);
      })();
      return { status: 200, headers: [], chunks };
    };
    const [model] = config.models;
    if (model === undefined) throw new TypeError("no model");
    const request = {
      ...plainRequest("typed", [{ role: "user", parts: [{ kind: "text", text: "6 × 7" }], name: null }]),
      extra: { usage: { include: true }, logit_bias: {} },
    };
    const { signal } = new AbortController();
    const reply = await foldAsync(createUpstreams(exchange, null, spoken)(model, { request, streaming }, signal));
    expect(reply.parts).toEqual([{ kind: "text", text: "42" }]);
    expect(reply.warnings).toEqual([
      { id: "member-left-out", field: "logit_bias", message: "Made Up has no such member" },
    ]);
    expect(sent).toEqual([
      {
        url: "https://openrouter.ai/api/v1/made-up",
        body: { model: "v/two", ask: "6 × 7", stream: streaming, usage: { include: true } },
      },
    ]);
  });
});
