import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { observedResults } from "../../src/verdict/matrix/results-schema.js";
import { runCommand } from "../support/command.js";
import { type WorkFolder, workFolder } from "../support/work-folder.js";

/** Sentences of customers; none of them may appear in an output unless content is asked for. */
const canary = {
  question: "Where does Mrs Wetherby keep the canary",
  systemText: "Never mention the budgerigar clause",
  toolName: "find_wetherby_account",
  argument: "wetherby-4711",
  toolResult: "the aviary holds eleven parakeets",
  answer: "Her canary sits above the harbourmaster",
  reasoning: "perhaps the cockatoo was meant",
  errorText: "cannot serve the macaw prompt",
};

const tools = [{ toolSpec: { name: "known_tool", inputSchema: { json: { type: "object" } } } }];
const messages = [
  { role: "user", content: [{ text: canary.question }] },
  {
    role: "assistant",
    content: [{ toolUse: { toolUseId: "t1", name: "known_tool", input: { id: canary.argument } } }],
  },
  { role: "user", content: [{ toolResult: { toolUseId: "t1", content: [{ text: canary.toolResult }] } }] },
];
const row = (content: readonly object[], stopReason: string, more: object = {}) => ({
  schemaType: "ModelInvocationLog",
  timestamp: "2026-09-01T10:00:00Z",
  region: "us-east-1",
  requestId: "r-1",
  operation: "Converse",
  modelId: "moonshotai.kimi-k2.5",
  input: { inputBodyJson: { system: [{ text: canary.systemText }], messages, toolConfig: { tools } } },
  output: {
    outputBodyJson: {
      output: { message: { role: "assistant", content } },
      stopReason,
      usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 },
      metrics: { latencyMs: 1 },
    },
  },
  ...more,
});

/** Replies of every kind of finding that quotes: a call as text, an unknown name, broken tags, reasoning alone, a refusal. */
const rows = [
  row(
    [
      {
        text: `${canary.answer} <|tool_calls_section_begin|><|tool_call_begin|>functions.known_tool:0<|tool_call_argument_begin|>{"id":"${canary.argument}"}<|tool_call_end|><|tool_calls_section_end|>`,
      },
    ],
    "end_turn",
  ),
  row([{ toolUse: { toolUseId: "t2", name: canary.toolName, input: { id: canary.argument } } }], "tool_use"),
  row([{ text: `<think>${canary.reasoning}</think>${canary.answer}` }], canary.answer),
  row([{ reasoningContent: { reasoningText: { text: canary.reasoning } } }], "end_turn"),
  row([{ text: `{"name":"known_tool","arguments":{"id":"${canary.argument}"}}` }], "end_turn"),
  row([], "end_turn"),
  row([], "end_turn", { output: {}, errorCode: "ValidationException", errorMessage: canary.errorText }),
  row([], "end_turn", { output: { outputBodyJson: `${canary.answer}, but no JSON` } }),
  row([], "end_turn", { operation: "ConverseStream", output: { outputBodyJson: [canary.answer] } }),
];
const log = rows.map((one) => `${JSON.stringify(one)}\n`).join("");

const chatRequest = { model: "parrot/p-1", messages: [{ role: "user", content: canary.question }] };
const silent = {
  id: "c",
  object: "chat.completion",
  model: "parrot/p-1",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: `<think>${canary.reasoning}</think> ${canary.answer}` },
      finish_reason: canary.answer,
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 9, total_tokens: 10 },
};
const failed = { error: { message: canary.errorText, code: 400 } };
const helicone = [
  {
    request_id: "1",
    response_status: 200,
    request_path: "/v1/chat/completions",
    request_body: chatRequest,
    response_body: silent,
  },
  {
    request_id: "2",
    response_status: 400,
    request_path: "/v1/chat/completions",
    request_body: chatRequest,
    response_body: failed,
  },
];
const files = {
  "log.jsonl": log,
  "cut.jsonl": `${log}${JSON.stringify(rows[0]).slice(0, -100)}`,
  "cloudwatch.jsonl": rows.map((one) => `${JSON.stringify({ message: JSON.stringify(one) })}\n`).join(""),
  "batch.jsonl.out": `${JSON.stringify({ recordId: "1", modelInput: rows[0]?.input.inputBodyJson, modelOutput: { ...silent, choices: undefined } })}\n`,
  "helicone.json": JSON.stringify(helicone),
  "litellm.json": JSON.stringify([
    { call_type: "acompletion", custom_llm_provider: "openai", messages: chatRequest.messages, response: silent },
  ]),
  "langfuse.json": JSON.stringify({
    data: [{ id: "o", traceId: "t", type: "GENERATION", input: chatRequest, output: silent }],
  }),
  "langsmith.json": JSON.stringify([{ run_type: "llm", inputs: chatRequest, outputs: silent }]),
  "BedrockModelInvocationLogs/data/1_output.json": JSON.stringify(silent),
};

const run = (folder: WorkFolder, ...args: readonly string[]) => runCommand(args, { cwd: folder.path });
const leaks = (text: string) =>
  Object.entries(canary).filter(
    ([, words]) => text.includes(words) || text.includes(JSON.stringify(words).slice(1, -1)),
  );

describe("judge quotes nothing of a private recording", () => {
  test.each<readonly [string, readonly string[]]>([
    ["on a terminal", ["judge", "in", "--all"]],
    ["as Markdown", ["judge", "in", "--markdown"]],
    ["as JSON", ["judge", "in", "--json"]],
    ...Object.keys(files).map((name) => [`in ${name}`, ["judge", `in/${name}`, "--json"]] as const),
    ["when it is read as another format", ["judge", "in/log.jsonl", "--json", "--format", "response-json"]],
    ["when it is read as a stream", ["judge", "in/helicone.json", "--json", "--format", "event-list"]],
  ])("%s", async (_, args) => {
    const folder = workFolder();
    for (const [name, content] of Object.entries(files)) folder.write(`in/${name}`, content);
    const { stdout, stderr } = await run(folder, ...args);
    expect(leaks(`${stdout}${stderr}`)).toEqual([]);
  });

  test("it shows shapes, lengths and hashes, and says that the exchange is private", async () => {
    const folder = workFolder({ "log.jsonl": log });
    const hidden = observedResults().parse(JSON.parse((await run(folder, "judge", "log.jsonl", "--json")).stdout));
    const shown = observedResults().parse(
      JSON.parse((await run(folder, "judge", "log.jsonl", "--json", "--include-content")).stdout),
    );
    expect(hidden.exchanges.every((one) => one.private === true)).toBe(true);
    const [first, plain] = [hidden.exchanges[1]?.findings[0], shown.exchanges[1]?.findings[0]];
    expect(plain?.seen).toContain(canary.toolName);
    const hash = createHash("sha256")
      .update(plain?.seen ?? "")
      .digest("hex")
      .slice(0, 12);
    expect(first).toEqual({
      ...plain,
      seen: `0 characters of text, 1 call, 9 output tokens; withheld: ${plain?.seen.length} characters, sha256 ${hash}`,
    });
    const names = (results: typeof hidden) =>
      results.exchanges.map(({ observed, reason, findings }) => [observed, reason, findings.map(({ id }) => id)]);
    expect(names(hidden)).toEqual(names(shown));
  });
});

test.each([["--json"], ["--markdown"], ["--all"]])("judge %s quotes it with --include-content", async (form) => {
  const folder = workFolder({ "helicone.json": JSON.stringify(helicone), "log.jsonl": log });
  const { stdout } = await run(folder, "judge", "helicone.json", "log.jsonl", form, "--include-content");
  expect(leaks(stdout).map(([name]) => name)).toEqual(expect.arrayContaining(["errorText"]));
});

describe("import", () => {
  test("writes no fixture of a private recording, says why, and writes the others", async () => {
    const folder = workFolder({ "in/log.jsonl": log, "in/open.json": JSON.stringify(silent) });
    const { code, stdout, stderr } = await run(folder, "import", "in", "--out", "out");
    expect(stderr).toContain("not imported: in/log.jsonl: holds what customers wrote");
    expect(stderr).toContain("--include-content");
    expect(code).toBe(2);
    expect(Object.keys(folder.contents("out"))).toEqual([expect.stringContaining("open.json")]);
    expect(leaks(`${stdout}${stderr}`)).toEqual([]);
  });

  test("writes it with --include-content, and the fixture stays private", async () => {
    const folder = workFolder({ "log.jsonl": `${JSON.stringify(rows[2])}\n` });
    const { code, stderr } = await run(folder, "import", "log.jsonl", "--out", "out", "--include-content");
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("not imported")]);
    const [text] = Object.values(folder.contents("out"));
    expect(text).toContain(canary.answer);
    expect(text).toContain("Private: it holds what customers wrote.");
    const again = await run(folder, "judge", "out", "--json");
    expect(leaks(again.stdout)).toEqual([]);
    expect(observedResults().parse(JSON.parse(again.stdout)).exchanges).toMatchObject([{ private: true }]);
    const refused = await run(folder, "import", "out", "--out", "again");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("holds what customers wrote")]);
  });
});
