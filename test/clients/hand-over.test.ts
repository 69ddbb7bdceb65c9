import { describe, expect, test, vi } from "vitest";
import { observedResults } from "../../src/verdict/matrix/results-schema.js";
import type { RecordedExchange } from "../../src/wire/exchange.js";
import { writeHar } from "../../src/wire/har/har.js";
import { atEnd } from "../support/at-end.js";
import { clientsTitle, hasClients } from "../support/clients-folder.js";
import { runCommand } from "../support/command.js";
import { serveExchange, simulatedExchange } from "../support/simulated-run.js";
import { workFolder } from "../support/work-folder.js";
import { weatherTool } from "./client.js";

/** What is used of pi-ai, whose two packages have types of their own. */
type PiAi = {
  readonly stream: (model: object, context: object, options: object) => { readonly result: () => Promise<Reply> };
};
type Reply = { readonly content: readonly { readonly type: string; readonly id?: string; readonly name?: string }[] };

const packages: readonly (readonly [name: string, load: () => Promise<unknown>])[] = [
  ["@mariozechner/pi-ai", () => import("@mariozechner/pi-ai")],
  ["@earendil-works/pi-ai", () => import("@earendil-works/pi-ai/compat")],
];

describe.skipIf(!hasClients)(clientsTitle("a conversation that pi-ai hands from OpenRouter to Bedrock"), () => {
  test.each(packages)("%s rewrites the call's id, and the blank reply to it is the client's", async (_, load) => {
    for (const name of ["AWS_BEDROCK_SKIP_AUTH", "AWS_BEDROCK_FORCE_HTTP1"]) vi.stubEnv(name, "1");
    vi.stubEnv("AWS_REGION", "us-east-1");
    atEnd(() => void vi.unstubAllEnvs());
    const recorded: RecordedExchange[] = [];
    const { url } = await serveRecording(recorded);
    const { stream } = (await load()) as PiAi;

    const shared = {
      ...{ reasoning: true, input: ["text"], contextWindow: 256_000, maxTokens: 8_192 },
      cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    };
    const router = {
      ...shared,
      id: "moonshotai/kimi-k2.5",
      name: "k",
      api: "openai-completions",
      provider: "openrouter",
    };
    const bedrock = { ...shared, id: "moonshotai.kimi-k2.5", name: "k", api: "bedrock-converse-stream" };
    const { result: _result, ...tool } = weatherTool;
    const asks = { role: "user", content: "What is the weather in San Francisco right now?", timestamp: 1 };
    const options = { maxTokens: 1_024, apiKey: "unused" };

    const first = await stream(
      { ...router, baseUrl: `${url}/api/v1` },
      { messages: [asks], tools: [tool] },
      options,
    ).result();
    const call = first.content.find(({ type }) => type === "toolCall");
    expect(call?.id).toBe("functions.get_weather:0");
    const result = {
      ...{ role: "toolResult", toolCallId: call?.id, toolName: call?.name, isError: false, timestamp: 2 },
      content: [{ type: "text", text: weatherTool.result }],
    };
    const second = await stream(
      { ...bedrock, provider: "amazon-bedrock", baseUrl: url },
      { messages: [asks, first, result], tools: [tool] },
      { maxTokens: 1_024 },
    ).result();
    expect(second.content).toEqual([]);

    const folder = workFolder();
    for (const [at, exchange] of recorded.entries()) folder.write(`recordings/${at}.har`, har(exchange));
    const { stdout } = await runCommand(["judge", "recordings", "--json", "--exit-zero"], { cwd: folder.path });
    const bad = observedResults()
      .parse(JSON.parse(stdout))
      .cells.find(({ observed }) => observed === "bad");
    expect(bad?.attribution).toMatchObject({ party: "client", rule: "changed-on-the-way" });
    expect(bad?.attribution?.sentence).toContain(
      "the service gave the call id functions.get_weather:0, and functions_get_weather_0 went out",
    );
  });
});

/** The offline providers under Kimi's profile. Each exchange is kept as the services' own hosts would have answered it. */
function serveRecording(recorded: RecordedExchange[]) {
  const answer = simulatedExchange("kimi");
  return serveExchange(async (request, signal) => {
    const { status, headers, chunks } = await answer(request, signal);
    const kept: [number, Uint8Array][] = [];
    for await (const bytes of chunks) kept.push([0, bytes]);
    const { pathname } = new URL(request.url);
    const host = pathname.startsWith("/model/") ? "bedrock-runtime.us-east-1.amazonaws.com" : "openrouter.ai";
    recorded.push({
      ...{
        startedAt: "2026-02-10T00:00:00.000Z",
        request: { ...request, url: `https://${host}${pathname}`, headers: [] },
      },
      ...{ response: { status, headers }, firstByteMs: 0, chunks: kept, end: "eof", error: null },
    });
    return { status, headers, chunks: pieces(kept) };
  });
}

async function* pieces(chunks: RecordedExchange["chunks"]): AsyncGenerator<Uint8Array> {
  for (const [, bytes] of chunks) yield bytes;
}

function har(exchange: RecordedExchange): string {
  return writeHar({
    meta: {
      ...{ formatVersion: 1, source: "authored", recordedAt: null, after: "a test", scenario: "hand-over" },
      ...{ scenarioVersion: 1, target: "simulated", note: null, endpoint: null, region: null, versions: {} },
    },
    entries: [{ exchange, trial: 1, step: "ask", attempt: 1, client: "http" }],
  });
}
