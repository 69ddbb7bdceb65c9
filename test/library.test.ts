import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  askSuite,
  HarError,
  judgeRecordings,
  openRouter,
  planSuite,
  readReply,
  replaySuite,
  SelectionError,
  SourceError,
  startSimulator,
  textOf,
  UsageError,
} from "llm-parity";
import { describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { workFolder } from "./support/work-folder.js";

const cell = { model: ["kimi-k2.5"], api: ["converse-stream"], scenario: ["basic-chat"] };
const folder = workFolder();

async function* bytesOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("readReply", () => {
  const body = '{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"42"}}]}';

  test.each([
    ["a text", body],
    ["bytes", Buffer.from(body)],
    ["chunks", bytesOf(body.slice(0, 30), body.slice(30))],
  ])("reads a body that is %s", async (_, given) => {
    const reply = await readReply({ status: 200, headers: [], body: given }, { api: "chat-completions" });
    expect([reply.completeness, textOf(reply), reply.finish?.kind]).toEqual(["complete", "42", "stop"]);
  });

  test("finds the request id whatever the case of its header", async () => {
    const headers = new Headers({ "X-Request-Id": "req-1" });
    const reply = await readReply({ status: 200, headers, body }, { api: "chat-completions" });
    expect(reply.requestId).toBe("req-1");
  });

  test("takes a body that throws for a broken connection, and keeps what had come", async () => {
    const broken = (async function* () {
      yield* bytesOf('data: {"choices":[{"index":0,"delta":{"content":"4"}}]}\n\n');
      throw new TypeError("terminated");
    })();
    const reply = await readReply({ status: 200, headers: [], body: broken }, { api: "chat-completions-stream" });
    expect([reply.completeness, textOf(reply), reply.failure?.kind]).toEqual(["truncated", "4", "truncated"]);
  });

  test("hands on each event while the body comes", async () => {
    const seen: string[] = [];
    const options = { api: "chat-completions", onEvent: ({ kind }: { kind: string }) => seen.push(kind) } as const;
    await readReply({ status: 200, headers: [], body }, options);
    expect([seen[0], seen.at(-1)]).toEqual(["reply-start", "reply-end"]);
    expect(seen).toContain("text-delta");
  });

  test("tells the body family of an InvokeModel reply from the reply, or from the model", async () => {
    const claude =
      '{"type":"message","role":"assistant","content":[{"type":"text","text":"42"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}';
    const read = (options: { readonly model?: string }) =>
      readReply({ status: 200, headers: [], body: bytesOf(claude) }, { api: "invoke-model", ...options });
    expect(textOf(await read({}))).toBe("42");
    expect(textOf(await read({ model: "us.anthropic.claude-haiku-4-5-20251001-v1:0" }))).toBe("42");
  });

  test("has no body for null", async () => {
    const reply = await readReply({ status: 200, headers: [], body: null }, { api: "chat-completions" });
    expect(reply.completeness).not.toBe("complete");
  });

  test("rejects for an API that does not exist", async () => {
    const asked = readReply({ status: 200, headers: [], body }, { api: "chat-completion" as "chat-completions" });
    await expect(asked).rejects.toThrow(UsageError);
  });
});

describe("judgeRecordings", () => {
  test("gives every exchange and cell, and says what is damaged", async () => {
    folder.write("cassettes/cut.har", '{"log": {"version": "1.2", "entries": [');
    const { exchanges, read } = await judgeRecordings([
      "fixtures/openrouter/chat-completions/kimi-k2.5/basic-chat.har",
      join(folder.path, "cassettes/cut.har"),
    ]);
    expect(exchanges.map(({ model, observed }) => [model, observed])).toEqual([["kimi-k2.5", "ok"]]);
    expect([read.files, read.exchanges, read.damaged.length]).toEqual([2, 1, 1]);
  });

  test("rejects for a path that does not exist", async () => {
    await expect(judgeRecordings(join(folder.path, "nowhere"))).rejects.toThrow(SourceError);
  });
});

describe("a suite", () => {
  test("that is replayed has the cells and the report of the command", async () => {
    const asked = replaySuite({ suite: "seed", client: "http", today: "2026-03-01" });
    const { passed, exitCode, results, markdown, mismatches } = await asked;
    expect({ passed, exitCode, mismatches }).toEqual({ passed: true, exitCode: 0, mismatches: [] });
    expect(results.cells.filter(({ observed }) => observed === "bad")).toHaveLength(4);
    expect(markdown).toMatch(/^# /);
  });

  test("that meets no recording says so, cell by cell", async () => {
    folder.write("empty/readme.txt", "no fixture");
    const fixtures = join(folder.path, "empty");
    const { passed, exitCode, results } = await replaySuite({ ...cell, client: "http", fixtures });
    expect({ passed, exitCode }).toEqual({ passed: false, exitCode: 4 });
    expect(results.cells.map(({ observed, reason }) => [observed, reason])).toEqual([["not-run", "no recording"]]);
  });

  test("rejects for names that lead nowhere, and for files that are wrong", async () => {
    folder.write("models.yaml", "models: 4\n");
    folder.write("har/bedrock/converse-stream/kimi-k2.5/basic-chat.har", "{");
    await expect(replaySuite({ fixtures: join(folder.path, "nowhere") })).rejects.toThrow(UsageError);
    await expect(replaySuite({ model: ["kimi-k9"] })).rejects.toThrow(SelectionError);
    await expect(replaySuite({ models: join(folder.path, "models.yaml") })).rejects.toThrow(SourceError);
    await expect(replaySuite({ ...cell, client: "http", fixtures: join(folder.path, "har") })).rejects.toThrow(
      HarError,
    );
  });

  test("is planned without being asked", async () => {
    const { cases, total } = await planSuite({ ...cell, trials: 3 });
    expect(cases.map(({ scenario, trials }) => [scenario, trials])).toEqual([["basic-chat", 3]]);
    expect(total.calls).toBe(3);
    await expect(planSuite({ suite: "seed" })).rejects.toThrow(UsageError);
    await expect(planSuite({ ...cell, trials: "auto", acceptableRate: 0.5 })).rejects.toThrow(UsageError);
  });

  test("is not asked without credentials", async () => {
    const environment = { AWS_EC2_METADATA_DISABLED: "true" };
    const asked = askSuite({ model: ["kimi-k2.5"], api: ["chat-completions"], provider: ["openrouter"], environment });
    await expect(asked).rejects.toMatchObject({ name: "UsageError", code: 3 });
  });

  test("that is asked keeps its evidence, tells of each trial, and may write fixtures", async () => {
    const simulator = await startSimulator({ profile: "default" });
    try {
      const seen: string[] = [];
      const { passed, results, markdown, transcripts, runDirectory } = await askSuite({
        ...cell,
        simulator: simulator.url,
        client: "http",
        trials: 2,
        record: true,
        fixtures: join(folder.path, "recorded"),
        runs: join(folder.path, "runs"),
        onEvent: ({ kind }) => seen.push(kind),
      });
      expect(passed).toBe(true);
      expect(results.generatedFrom.mode).toBe("simulator");
      expect(results.cells.map(({ trials }) => [trials.ok, trials.eligible])).toEqual([[2, 2]]);
      expect(transcripts).toHaveLength(2);
      expect([...new Set(seen)].sort()).toEqual(["fixture-recorded", "started", "trial", "under-way"]);
      expect(seen.filter((kind) => kind === "trial")).toHaveLength(2);
      expect(runDirectory).toContain(join(folder.path, "runs"));
      const recorded = Object.keys(folder.contents("recorded"));
      expect(recorded).toEqual(["bedrock/converse-stream/kimi-k2.5/basic-chat.har"]);
      const again = await runCommand(["report", runDirectory ?? ""], { cwd: folder.path });
      expect(again.code).toBe(0);
      expect(readFileSync(join(runDirectory ?? "", "reports/compatibility-matrix.md"), "utf8")).toBe(markdown);
      const more = await runCommand(["run", "--resume", runDirectory ?? ""], { cwd: folder.path });
      expect(more.code).toBe(0);
    } finally {
      await simulator.close();
    }
  });
});

describe("startSimulator", () => {
  test("lists the models of the catalog at the address of their provider", async () => {
    const simulator = await startSimulator({ profile: "default" });
    const idsAt = async (path: string): Promise<readonly string[]> => {
      const response = await fetch(`${simulator.url}${path}`, { headers: { authorization: "Bearer none" } });
      const { data } = (await response.json()) as { data: readonly { readonly id: string }[] };
      return data.map(({ id }) => id);
    };
    try {
      // The plain OpenAI door and Anthropic's have one path.
      expect(await idsAt("/v1/models")).toEqual(["claude-haiku-4-5", "claude-opus-5", "claude-sonnet-5", "kimi-k2.5"]);
      expect(await idsAt("/openai/v1/models")).toContain("moonshotai.kimi-k2.5");
      expect(await idsAt("/api/v1/models")).toContain("moonshotai/kimi-k2.5");
    } finally {
      await simulator.close();
    }
  });

  test("rejects for a host that others can reach, and for a profile that does not exist", async () => {
    await expect(startSimulator({ profile: "default", host: "0.0.0.0" })).rejects.toThrow(UsageError);
    await expect(startSimulator({ profile: "nothing" })).rejects.toThrow(UsageError);
  });
});

describe("openRouter", () => {
  test("answers whole and in pieces, warns of nothing that has no effect, and refuses an open address without a key", async () => {
    folder.write(
      "router.yaml",
      "models:\n  one: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: none }\n  other: { provider: openrouter, model: a/b, api_key: none }\n",
    );
    const simulator = await startSimulator({ profile: "default" });
    const warnings: string[] = [];
    const router = await openRouter({
      config: join(folder.path, "router.yaml"),
      simulator: simulator.url,
      onWarning: (sentence) => warnings.push(sentence),
    });
    try {
      const body = {
        model: "one",
        messages: [{ role: "user", content: "What is 15 + 27? Reply with just the number." }],
      };
      expect(await router.complete(body)).toMatchObject({ kind: "json", status: 200 });
      const streamed = await router.complete({ ...body, stream: true });
      let text = "";
      if (streamed.kind === "stream") for await (const piece of streamed.pieces) text += piece;
      expect(text).toContain("data: [DONE]");
      expect(await router.complete({ ...body, model: "two" })).toMatchObject({ kind: "json", status: 404 });
      expect(router.models).toEqual(["one", "other"]);
      expect(router.models).toContain((await router.route("hello")).order[0]);
      await expect(router.listen({ host: "0.0.0.0", port: 0 })).rejects.toThrow(UsageError);
      // One of the models has no measurements, and the file names no matrix that would use them.
      expect(warnings).toEqual([]);
    } finally {
      await router.close();
      await simulator.close();
    }
  });

  test("rejects for a mistake in the file", async () => {
    folder.write("wrong.yaml", "models: 4\n");
    await expect(openRouter({ config: join(folder.path, "wrong.yaml") })).rejects.toThrow(SourceError);
  });
});
