import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { matrixResults, observedResults } from "../src/verdict/matrix/results-schema.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder();
});

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const failing = "response-after-tool on kimi-k2.5/bedrock/converse-stream";

/** What is wrapped for a terminal. */
const oneLine = (text: string) => text.replace(/(?:\\\n|\s)+/g, " ");

describe("a run whose columns hold the deciding control", () => {
  let served: ServedSimulator;
  beforeAll(async () => {
    served = await serveProfile("kimi");
  });

  const asked = (...words: readonly string[]) =>
    program(
      ...["run", "--simulator", served.url, "--client", "http", "--nonce", "--trials", "10"],
      ...["--scenario", "response-after-tool", "--scenario", "response-after-native-id", ...words],
    );

  test("says that the id decides, and what is missing for a name, in every output", async () => {
    const { stdout, stderr } = await asked("--target", "kimi-k2.5/bedrock/converse-stream");
    expect(stderr).toContain("SIMULATED: no vendor traffic.");
    expectParts(oneLine(stdout), [
      "Whose fault:",
      `${failing}: undetermined (SIMULATED): The form of the tool-call ids in the history decides: neutral fails, native is fine`,
      "Next: the same request at another provider, pinned",
    ]);
    const { stdout: json } = await program("report", "last", "--json");
    const [native, cell] = matrixResults().parse(JSON.parse(json)).cells;
    expect(native).not.toHaveProperty("attribution");
    expect(cell?.attribution).toMatchObject({
      party: "undetermined",
      mark: "SIMULATED",
      decides: { id: "id-form", failing: "neutral", cures: "native" },
      controls: [{ kind: "factor", differs: "id-form", bad: 0, eligible: 10, reading: "fine", caveats: [] }],
    });
    const { stdout: explained } = await program("explain", ...failing.split(" "), "--run", "last");
    expectParts(explained, [
      "Whose fault\n  undetermined (SIMULATED), no rule applies",
      "  ruled out: everything at bedrock converse-stream in us-east-1 but this factor.",
      "  missing: the same request at another provider, pinned. It separates the provider from the model (about",
    ]);
    const { stdout: asJson } = await program("explain", ...failing.split(" "), "--run", "last", "--json");
    expect(JSON.parse(asJson).cell.attribution).toEqual(cell?.attribution);
    const [page] = Object.entries(folder.contents("runs")).filter(([name]) => name.endsWith("compatibility-matrix.md"));
    expectParts(String(page?.[1]), [
      "## Whose fault",
      "**H1** (model)",
      "| supported (simulated) | id-form: 0 of 10 bad",
    ]);
  });

  test("suggests nobody where the form of the id decides, and the other provider may have rewritten it", async () => {
    const { stdout } = await asked(
      ...["--target", "kimi-k2.5/bedrock/converse-stream", "--target", "kimi-k2.5/moonshot/chat-completions-stream"],
      "--json",
    );
    const cells = matrixResults().parse(JSON.parse(stdout)).cells;
    const found = cells.find(({ scenario, provider }) => scenario === "response-after-tool" && provider === "bedrock");
    expect(found?.attribution).toMatchObject({ party: "undetermined", leans: null, decides: { id: "id-form" } });
    expect(found?.attribution?.sentence).toContain("Whether the provider or the model rejects it stays open");
    expect(found?.attribution?.missing[0]?.control).toContain("that passes tool-call ids on as they are");
  });
});

test("the matrix of the repository says of Kimi what is known and what is not, in two sentences", async () => {
  const { stdout } = await runCommand(["run", "--suite", "seed", "--no-reports"], { cwd: root });
  expectParts(oneLine(stdout), [
    "response-after-tool, multi-step on kimi-k2.5/bedrock/converse-stream: undetermined (DEMO); next: the same history with the model's own ids, functions.NAME:N, such as functions.get_weather:0 (response-after-native-id), on the same endpoint, with --nonce",
    "llm-parity run --suite current --target kimi-k2.5/openrouter/chat-completions --target kimi-k2.5/bedrock/converse-stream --scenario response-after-native-id --scenario response-after-tool --nonce --live --trials 10 --max-cost",
    "tool-call, response-after-tool on deepseek-r1/bedrock/converse-stream, llama-3.3-70b/bedrock/converse-stream: our own request (DEMO): The bare model id needs an inference profile.",
    "Kimi K2.5, known: On 2026-02-10 one client showed nothing",
    "Kimi K2.5, not known: Which of Bedrock, the model and the client is the cause",
  ]);
});

describe("recordings", () => {
  const tools = [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }];
  const asks = { role: "user", content: [{ text: "Weather in Oslo?" }] };

  /** One Converse exchange as a file of the format that any client can write: the request beside its reply. */
  function har(body: unknown, reply: unknown): string {
    const headers = [{ name: "content-type", value: "application/json" }];
    const response = {
      status: 200,
      statusText: "OK",
      headers,
      content: { mimeType: "application/json", text: JSON.stringify(reply) },
    };
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse";
    const request = {
      method: "POST",
      url,
      headers,
      postData: { mimeType: "application/json", text: JSON.stringify(body) },
    };
    const entries = [{ startedDateTime: "2026-02-10T00:00:00.000Z", request, response }];
    return JSON.stringify({ log: { version: "1.2", entries } });
  }

  function replied(content: readonly unknown[], outputTokens: number, stopReason = "end_turn") {
    return {
      output: { message: { role: "assistant", content } },
      stopReason,
      usage: { inputTokens: 9, outputTokens, totalTokens: 9 + outputTokens },
      metrics: { latencyMs: 5 },
    };
  }

  function afterCall(id: string) {
    const call = { toolUse: { toolUseId: id, name: "get_weather", input: { city: "Oslo" } } };
    const result = { toolResult: { toolUseId: id, content: [{ text: "4 degrees" }] } };
    return {
      messages: [asks, { role: "assistant", content: [call] }, { role: "user", content: [result] }],
      toolConfig: { tools },
    };
  }

  const given = { toolUse: { toolUseId: "functions.get_weather:0", name: "get_weather", input: { city: "Oslo" } } };
  const first = har({ messages: [asks], toolConfig: { tools } }, replied([given], 30, "tool_use"));
  const silent = (id: string) => har(afterCall(id), replied([], 0));

  async function judged() {
    const { stdout } = await program("judge", "recordings", "--json", "--exit-zero");
    return observedResults()
      .parse(JSON.parse(stdout))
      .cells.find(({ observed }) => observed === "bad");
  }

  test("an id that a client rewrote between two exchanges is the client's, whatever order the files have", async () => {
    folder.write("recordings/a-silent.har", silent("functions_get_weather_0"));
    folder.write("recordings/b-first.har", first);
    const cell = await judged();
    expect(cell?.attribution).toMatchObject({ party: "client", standing: "suspected", rule: "changed-on-the-way" });
    expect(cell?.attribution?.sentence).toContain(
      "the service gave the call id functions.get_weather:0, and functions_get_weather_0 went out",
    );
    expect(cell?.parties).toEqual({ client: 1 });
    const { stdout } = await program("judge", "recordings", "--exit-zero");
    expect(stdout).toContain("response-after-tool on kimi-k2.5, bedrock converse: the client, suspected: ");
    const { stdout: page } = await program("judge", "recordings", "--exit-zero", "--markdown");
    expect(page).toContain("## Whose fault");
  });

  test("an id that went back as it came accuses nobody", async () => {
    folder.write("recordings/a-first.har", first);
    folder.write("recordings/b-silent.har", silent("functions.get_weather:0"));
    expect((await judged())?.attribution).toMatchObject({ party: "undetermined", leans: null });
  });

  test("recordings of one question that differ in one factor suggest it, and show nothing", async () => {
    for (let at = 0; at < 10; at += 1) {
      folder.write(`recordings/foreign-${at}.har`, silent("callSF001"));
      folder.write(
        `recordings/native-${at}.har`,
        har(afterCall("functions.get_weather:0"), replied([{ text: "4 degrees." }], 5)),
      );
    }
    const { stdout } = await program("judge", "recordings", "--json", "--exit-zero");
    const [cell] = observedResults().parse(JSON.parse(stdout)).cells;
    expect(cell?.attribution).toMatchObject({ party: "undetermined", leans: null, decides: null });
    expect(cell?.attribution?.sentence).toMatch(
      /^Suggested, not shown: the form of the tool-call ids in the history decides/,
    );
    expect(cell?.attribution?.controls).toMatchObject([{ differs: "id-form", reading: "suggests-fine" }]);
  });
});
