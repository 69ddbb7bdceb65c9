import { describe, expect, test } from "vitest";
import type { Api } from "../src/chat/api.js";
import { unsafeIn } from "../src/report/evidence/twins/validate.js";
import { asProfile } from "../src/simulator/profile.js";
import { createSimulator } from "../src/simulator/simulator.js";
import type { Exchange } from "../src/wire/exchange.js";
import { scenarios } from "./support/repository.js";
import { serveExchange, serveProfile } from "./support/simulated-run.js";
import { bedrockRequest, openRequest, orderOf, tools, toolTitle, twinBundle } from "./support/twin-bundle.js";

const keys = { AWS_BEARER_TOKEN_BEDROCK: "bedrock-api-key-TEST", OPENROUTER_API_KEY: "sk-or-v1-TEST" };

const question = "What is the weather in San Francisco right now?";
const tool = {
  name: "get_weather",
  parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
};

/** The question with a tool in the body of each API. */
const bodies = {
  converse: JSON.stringify({
    messages: [{ role: "user", content: [{ text: question }] }],
    toolConfig: { tools: [{ toolSpec: { name: tool.name, inputSchema: { json: tool.parameters } } }] },
  }),
  "invoke-model": JSON.stringify({
    messages: [{ role: "user", content: question }],
    tools: [{ type: "function", function: tool }],
  }),
  "chat-completions": chatBody(false),
  "chat-completions-stream": chatBody(true),
  responses: responsesBody(false),
  "responses-stream": responsesBody(true),
  messages: messagesBody(false),
  "messages-stream": messagesBody(true),
};

function chatBody(stream: boolean): string {
  const messages = [{ role: "user", content: question }];
  const tools = [{ type: "function", function: tool }];
  return JSON.stringify({ model: "moonshotai/kimi-k2.5", messages, tools, ...(stream ? { stream } : {}) });
}

function responsesBody(stream: boolean): string {
  const tools = [{ type: "function", ...tool, strict: false }];
  return JSON.stringify({ model: "moonshotai/kimi-k2.5", input: question, tools, ...(stream ? { stream } : {}) });
}

function messagesBody(stream: boolean): string {
  const messages = [{ role: "user", content: question }];
  const tools = [{ name: tool.name, input_schema: tool.parameters }];
  const asked = { model: "moonshotai/kimi-k2.5", max_tokens: 1024, messages, tools };
  return JSON.stringify({ ...asked, ...(stream ? { stream } : {}) });
}

/** Answers each request with the next of these behaviours. */
function inTurn(turns: readonly (readonly object[])[]): Exchange {
  const simulators = turns.map((faults) =>
    createSimulator({
      profiles: [
        asProfile({ name: "turn", title: "A turn", models: [{ models: ["*"], family: "moonshot", faults } as never] }),
      ],
      ...{ scenarios, seed: 1, now: () => new Date(0) },
    }),
  );
  let at = 0;
  return (request, signal) => {
    const simulator = simulators[at++ % simulators.length];
    if (simulator === undefined) throw new Error("no behaviour is listed");
    return simulator.exchange(request, signal);
  };
}

/** What a reply is made to be, and the word for it by each kind of twin, on unary calls and on streams. */
const replies: readonly { readonly faults: readonly object[]; readonly word: string; readonly only?: RegExp }[] = [
  { faults: [], word: "CALL" },
  { faults: [{ fault: "silent" }], word: "EMPTY" },
  { faults: [{ fault: "promise" }], word: "ANSWER" },
  { faults: [{ fault: "reasoning-only" }], word: "REASONING-ONLY" },
  { faults: [{ fault: "call-as-text", dialect: "native" }], word: "CALL-AS-TEXT" },
  { faults: [{ fault: "call-as-text", dialect: "xml" }], word: "CALL-AS-TEXT" },
  { faults: [{ fault: "call-as-text", dialect: "dsml" }], word: "CALL-AS-TEXT" },
  { faults: [{ fault: "refuse", as: "validation" }], word: "REFUSED" },
  { faults: [{ fault: "status", status: 503 }], word: "REFUSED" },
  { faults: [{ fault: "error-in-200" }], word: "ERROR" },
  { faults: [{ fault: "exception", at: "middle" }], word: "ERROR", only: /^(?!chat|responses|messages).*-stream/ },
  { faults: [{ fault: "midstream-error", at: "middle" }], word: "ERROR", only: /^(chat|responses|messages).*-stream/ },
  { faults: [{ fault: "truncated", at: "middle" }], word: "CUT", only: /-stream/ },
  { faults: [{ fault: "silent" }], word: "EMPTY" },
];

const bedrockApis = ["converse", "converse-stream", "invoke-model", "invoke-model-stream"] as const;
const openApis = ["chat-completions", "chat-completions-stream", "responses", "responses-stream"] as const;
const messagesApis = ["messages", "messages-stream"] as const;

const runs = [
  ...[...bedrockApis, ...openApis, ...messagesApis].map((api) => ["curl.sh", api, "curl"] as const),
  ...bedrockApis.map((api) => ["sdk.mjs", api, "node"] as const),
  ...openApis.map((api) => ["openai.mjs", api, "node"] as const),
  ...messagesApis.map((api) => ["anthropic.mjs", api, "node"] as const),
  ...bedrockApis.map((api) => ["boto3.py", api, "boto3"] as const),
  ["aws-cli.sh", "converse", "awsCli"] as const,
];

function requestAt(api: Api, url: string) {
  return isOpen(api) ? openRequest(api, `${url}/api/v1`) : bedrockRequest(api, url);
}

function isOpen(api: Api): api is (typeof openApis)[number] | (typeof messagesApis)[number] {
  return ([...openApis, ...messagesApis] as readonly Api[]).includes(api);
}

function bodyOf(api: Api): string {
  if (isOpen(api)) return bodies[api];
  return api.startsWith("converse") ? bodies.converse : bodies["invoke-model"];
}

describe.each(runs)("%s on %s", (file, api, needed) => {
  // The command line takes seconds for a call.
  const few = file === "aws-cli.sh" ? /^(EMPTY|ANSWER|REFUSED|ERROR)$/ : /./;
  const seen = replies.filter(({ only, word }) => few.test(word) && (only === undefined || only.test(api)));

  test.skipIf(!tools[needed])(toolTitle("names what each reply shows, and counts", needed), async () => {
    const { url } = await serveExchange(inTurn(seen.map(({ faults }) => faults)));
    const bundle = twinBundle(orderOf(requestAt(api, url)), { failing: bodyOf(api) });
    const { code, stdout, stderr } = await bundle.run(file, ["-n", String(seen.length)], keys);
    const lines = stdout.trim().split("\n");
    expect({ words: lines.map((line) => line.split(" ")[0]), stderr }).toEqual({
      words: [...seen.map(({ word }) => word), "EMPTY"],
      stderr: expect.not.stringContaining("rror"),
    });
    expect(lines.at(-1)).toBe(`EMPTY in 2 of ${seen.length - 1}, 1 not asked`);
    expect(code).toBe(1);
  });
});

const named = "interleaved-thinking-2025-05-14,context-1m-2025-08-07";

describe.each([
  ["curl.sh", "messages", "anthropic-beta", "curl"],
  ["anthropic.mjs", "messages", "anthropic-beta", "node"],
  ["curl.sh", "chat-completions", "x-anthropic-beta", "curl"],
  ["openai.mjs", "chat-completions", "x-anthropic-beta", "node"],
] as const)("%s on %s", (file, api, header, needed) => {
  test.skipIf(!tools[needed])(toolTitle("names the betas that the request named", needed), async () => {
    const sent: Record<string, string>[] = [];
    const answer = inTurn([[]]);
    const { url } = await serveExchange((request, signal) => {
      sent.push(Object.fromEntries(request.headers));
      return answer(request, signal);
    });
    const asked = { ...requestAt(api, url), betas: [header, named] } as const;
    const { stdout } = await twinBundle(orderOf(asked), { failing: bodyOf(api) }).run(file, [], keys);
    expect(stdout).toMatch(/^CALL /);
    expect(sent.map((headers) => headers[header])).toEqual([named]);
    if (api === "messages") expect(sent[0]?.["anthropic-version"]).toBe("2023-06-01");
  });
});

test("betas with a character that no name has stand in no script", () => {
  const request = { ...requestAt("messages", "http://127.0.0.1:1"), betas: ["anthropic-beta", `a"'$(id)`] } as const;
  expect(unsafeIn(request)).toBe("its betas are not a list of plain names");
  expect(unsafeIn({ ...request, betas: ["x-other", "a"] })).toBe("its betas are not a list of plain names");
  expect(unsafeIn({ ...request, betas: ["anthropic-beta", named] })).toBeNull();
});

describe("a demo bundle", () => {
  test.skipIf(!tools.curl)(
    toolTitle("says DEMO first, shows the symptom, and the answer of the working request", "curl"),
    async () => {
      const { url } = await serveProfile("kimi");
      const failing = bedrockRequest("converse-stream", url);
      const working = { ...openRequest("chat-completions", `${url}/api/v1`), name: "working" } as const;
      const bundle = twinBundle(orderOf(failing, { working, demo: "DEMO: our simulator, no vendor" }), {
        failing: JSON.stringify({
          messages: [
            { role: "user", content: [{ text: question }] },
            { role: "assistant", content: [{ toolUse: { toolUseId: "callSF001", name: "get_weather", input: {} } }] },
            { role: "user", content: [{ toolResult: { toolUseId: "callSF001", content: [{ text: "62F" }] } }] },
          ],
          toolConfig: { tools: [{ toolSpec: { name: tool.name, inputSchema: { json: tool.parameters } } }] },
        }),
        working: JSON.stringify({ model: "moonshotai/kimi-k2.5", messages: [{ role: "user", content: "Hello" }] }),
      });
      const said = async (...args: readonly [string, string]) => {
        const { code, stdout } = await bundle.run(args[0], args.slice(1), keys);
        return {
          code,
          lines: stdout
            .replace(/id=\S+/g, "id")
            .trim()
            .split("\n"),
        };
      };
      const demo = "DEMO: our simulator, no vendor";
      const empty = { code: 1, lines: [demo, "EMPTY stop=end_turn out=0 id"] };
      expect(await said("demo-curl.sh", "failing")).toEqual(empty);
      expect(await said("demo-sdk.mjs", "failing")).toEqual(empty);
      const answer = { code: 0, lines: [demo, expect.stringMatching(/^ANSWER stop=stop out=[1-9]\d* id$/)] };
      expect(await said("demo-curl.sh", "working")).toEqual(answer);
      expect(await said("demo-openai.mjs", "working")).toEqual(answer);
      if (tools.boto3) expect(await said("demo-boto3.py", "failing")).toEqual(empty);
    },
  );
});
