import { describe, expect, test } from "vitest";
import { sixTargets } from "../../../test/support/fault-run.js";
import { messagesTarget } from "../../../test/support/messages-encode.js";
import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { plainRequest } from "../../chat/request.js";
import { Stop } from "../../chat/stop-signal.js";
import type { Target } from "../../chat/target.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Policy } from "../adapter.js";
import { adapterFor } from "../registry.js";

const said = { role: "user", parts: [{ kind: "text", text: "Hi" }], name: null } as const;
const two = { anthropic_beta: ["context-1m-2025-08-07", "interleaved-thinking-2025-05-14"] };

function ofApi(api: Target["api"], over: Partial<Target> = {}): Target {
  const found = sixTargets.find((target) => target.api === api);
  if (found === undefined) throw new Error(`no target of ${api}`);
  return { ...found, ...over };
}

const claude = (target: Target, family: string | null): Target => ({
  ...target,
  quirks: { ...target.quirks, family, reasoningDialect: "claude-thinking" },
});

/** What either client sends; the service says 400 to everything. */
async function sent(target: Target, extra: JsonObject, policy: Policy = "faithful") {
  const seen: WireRequest[] = [];
  const transport = transportOf(async (request) => {
    seen.push(request);
    const chunks = (async function* () {
      yield new TextEncoder().encode('{"message":"no"}');
    })();
    return { status: 400, headers: [["content-type", "application/json"]], chunks };
  });
  const adapter = await adapterFor(target.api);
  const asked = { ...plainRequest(target.providerModelId, [said]), maxOutputTokens: 9, extra };
  const replies = [];
  for (const client of ["sdk", "http"] as const) {
    const credentials = { kind: "bearer", token: "key" } as const;
    const send = await adapter.open(client, { target, transport, credentials, policy, baseUrl: "http://service.test" });
    replies.push(await foldAsync(send(asked, new Stop())));
  }
  return {
    bodies: seen.map(({ body }) => JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as JsonObject),
    header: (name: string) => seen.map(({ headers }) => headerOf(headers, name)),
    seen,
    warnings: replies.map(({ warnings }) => warnings.map(({ id, field }) => `${id} ${field}`)),
    failures: replies.map(({ failure }) => failure?.message ?? null),
  };
}

const joined = "context-1m-2025-08-07,interleaved-thinking-2025-05-14";

describe("betas that a request names", () => {
  test.each(["messages", "messages-stream"] as const)("are a header of %s, and no member of its body", async (api) => {
    const { header, bodies, warnings } = await sent(messagesTarget({}, {}, api), two);
    expect(header("anthropic-beta")).toEqual([joined, joined]);
    expect(bodies.map((body) => "anthropic_beta" in body)).toEqual([false, false]);
    expect(warnings).toEqual([[], []]);
  });

  test("follow those of the target, each once", async () => {
    const target = { ...messagesTarget(), extra: { anthropic_beta: ["a-1", "context-1m-2025-08-07"] } };
    expect((await sent(target, two)).header("anthropic-beta")).toEqual([`a-1,${joined}`, `a-1,${joined}`]);
  });

  test("are a member of the body of Claude's InvokeModel", async () => {
    const { bodies, header } = await sent(claude(ofApi("invoke-model"), "anthropic"), two);
    expect(bodies.map((body) => body["anthropic_beta"])).toEqual([two.anthropic_beta, two.anthropic_beta]);
    expect(header("anthropic-beta")).toEqual([null, null]);
  });

  test("are a field of the model in Converse, after those that stand there", async () => {
    const extra = { ...two, additionalModelRequestFields: { anthropic_beta: ["a-1"], other: 1 } };
    const { bodies, warnings } = await sent(claude(ofApi("converse"), null), extra);
    const fields = { anthropic_beta: ["a-1", ...two.anthropic_beta], other: 1 };
    expect(bodies.map((body) => body["additionalModelRequestFields"])).toEqual([fields, fields]);
    expect(bodies.map((body) => "anthropic_beta" in body)).toEqual([false, false]);
    expect(warnings).toEqual([[], []]);
  });

  test("reach another model through Converse from the harness, with a warning, and never from the router", async () => {
    const target = ofApi("converse");
    const harness = await sent(target, two);
    expect(harness.bodies.map((body) => body["additionalModelRequestFields"])).toEqual([two, two]);
    expect(harness.warnings[1]).toEqual(["assumed-field extra.anthropic_beta"]);
    const router = await sent(target, two, "repair");
    expect(router.bodies.map((body) => body["additionalModelRequestFields"])).toEqual([undefined, undefined]);
    expect(router.warnings[1]).toEqual(["dropped extra.anthropic_beta"]);
  });

  test("are OpenRouter's own header in Chat Completions", async () => {
    const { header, bodies } = await sent(ofApi("chat-completions", { provider: "openrouter" }), two);
    expect(header("x-anthropic-beta")).toEqual([joined, joined]);
    expect(bodies.map((body) => "anthropic_beta" in body)).toEqual([false, false]);
  });

  test.each<[what: string, target: Target]>([
    ["another provider's Chat Completions", ofApi("chat-completions", { provider: "elsewhere" })],
    ["InvokeModel with another body", ofApi("invoke-model")],
    ["OpenRouter's Responses", ofApi("chat-completions", { api: "responses", provider: "openrouter" })],
  ])("are left out of %s with a warning", async (_what, target) => {
    const { seen, bodies, warnings } = await sent(target, two);
    expect(seen.flatMap(({ headers }) => headers.filter(([name]) => name.includes("beta")))).toEqual([]);
    expect(bodies.map((body) => "anthropic_beta" in body)).toEqual([false, false]);
    expect(warnings.map((all) => all.filter((one) => one.includes("beta")))).toEqual([
      ["dropped extra.anthropic_beta"],
      ["dropped extra.anthropic_beta"],
    ]);
  });

  test.each(["no list", ["a,b"], ["a\r\nx-other: 1"], [""], [7]])(
    "end the request where they are %j",
    async (value) => {
      const message = "extra.anthropic_beta: write a list of the names of betas, each of letters, digits and . _ -";
      for (const target of [messagesTarget(), claude(ofApi("invoke-model"), "anthropic"), ofApi("converse")]) {
        const { seen, failures } = await sent(target, { anthropic_beta: value });
        expect(seen).toEqual([]);
        expect(failures).toEqual([message, message]);
      }
    },
  );

  test("that are an empty list send no header", async () => {
    expect((await sent(messagesTarget(), { anthropic_beta: [] })).header("anthropic-beta")).toEqual([null, null]);
  });
});

describe("betas of a recorded request", () => {
  test.each<[api: Target["api"], url: string, name: string]>([
    ["messages", "https://api.anthropic.com/v1/messages", "anthropic-beta"],
    ["chat-completions", "https://openrouter.ai/api/v1/chat/completions", "x-anthropic-beta"],
  ])("of %s are read from its header, and sent again", async (api, url, name) => {
    const body = { model: "m", max_tokens: 9, messages: [{ role: "user", content: "Hi" }] };
    const headers = [[name, "b-1, b-2,,b-1"]] as const;
    const adapter = await adapterFor(api);
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const { request } = adapter.decodeRequest({ method: "POST", url, headers, body: bytes });
    expect(request.extra).toEqual({ anthropic_beta: ["b-1", "b-2"] });
    const target = api === "messages" ? messagesTarget() : ofApi(api, { provider: "openrouter" });
    const encoded = adapter.encode(request, { target, policy: "faithful" });
    expect(encoded.kind === "encoded" && encoded.headers).toEqual([[name, "b-1,b-2"]]);
  });
});
