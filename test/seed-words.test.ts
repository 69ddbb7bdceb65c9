import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { runCommand } from "./support/command.js";
import { startProgram } from "./support/program.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/**
 * Every command line and every YAML block of the documents that the project was made after, with the name of this program: each
 * works, or its answer says what to write instead.
 */
const llms = `
llms:
  claude-3-sonnet:
    provider: bedrock
    model: anthropic.claude-3-sonnet-20240229-v1:0
    description: "Claude 3 Sonnet via AWS Bedrock"
    aws_region: us-east-1
    input_price: 3.0
    output_price: 15.0

  titan-text-express:
    provider: bedrock
    model: amazon.titan-text-express-v1
    description: "Amazon Titan Text Express"
    aws_region: us-east-1
    input_price: 0.2
    output_price: 0.6
`;
const nvidia = `
  llama-3.1-8b: { provider: nvidia, model: meta/llama-3.1-8b-instruct }
  llama3-70b: { provider: nvidia, model: meta/llama3-70b-instruct, base_url: https://integrate.api.nvidia.com/v1 }
`;
const weights = `
router:
  strategy: random
  weights:
    llama-3.1-8b: 3          # NVIDIA model
    claude-3-sonnet: 2       # Bedrock model
    titan-text-express: 1    # Bedrock model
`;
const rules = `
router:
  strategy: rules
  rules:
    - keywords: ["code", "python", "javascript"]
      model: claude-3-sonnet  # Use Bedrock Claude for coding
    - keywords: ["analyze", "reasoning"]
      model: llama3-70b       # Use NVIDIA for reasoning
    - default: titan-text-express  # Use Bedrock Titan as default
`;
const judge = `
router:
  strategy: llm
  provider: openai
  model: gpt-4o-mini
  base_url: https://api.openai.com/v1
`;
const models = ["claude-3-sonnet", "titan-text-express"];
const rows = ["Explain quantum computing", "Sort a list"].flatMap((query, at) =>
  models.map((model_name, of) => JSON.stringify({ query, model_name, performance: at === of ? 1 : 0 })),
);
const candidates = {
  "claude-3-sonnet": {
    ...{ size: "70B", feature: "good at code", input_price: 3, output_price: 15 },
    ...{ model: "anthropic.claude-3-sonnet-20240229-v1:0", service: "Bedrock", aws_region: "us-east-1" },
  },
  "titan-text-express": { size: "8B", model: "amazon.titan-text-express-v1", service: "AWS", aws_region: "us-east-1" },
};
const training = `
data_path:
  routing_data_train: routing.jsonl
  llm_data: candidates.json
model_path:
  save_model_path: saved_models/knnrouter.pkl
hparam: { n_neighbors: 1 }
`;

let folder: WorkFolder;
let simulator: ServedSimulator;
beforeAll(async () => {
  folder = workFolder();
  folder.write("configs/openclaw_example.yaml", llms);
  folder.write("configs/bedrock_config.yaml", training);
  folder.write("plain.yaml", training.replace("hparam: { n_neighbors: 1 }\n", ""));
  folder.write("routing.jsonl", `${rows.join("\n")}\n`);
  folder.write("candidates.json", JSON.stringify(candidates));
  simulator = await serveProfile("default");
});

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const asked = (...words: readonly string[]) => program(...words, "--simulator", simulator.url);
const query = ["--query", "Explain quantum computing"];

describe("one file trains a router and routes by it", () => {
  const file = ["--config", "configs/bedrock_config.yaml"];
  const train = "llm-parity train --router knn --config configs/bedrock_config.yaml";

  test.each(["infer", "chat", "serve"])("%s says to train first", async (command) => {
    const { code, stderr } = await program(
      command,
      "--router",
      "knnrouter",
      ...file,
      ...(command === "infer" ? query : []),
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Train it first: \`${train}\`.`)]);
    expect(stderr).toContain("saved_models/knnrouter.json: there is no such model file yet");
  });

  test("train, infer and chat", async () => {
    expect(await program("train", "--router", "knnrouter", ...file)).toMatchObject({ code: 0 });
    const { code, stdout } = await asked("infer", "--router", "knnrouter", ...file, ...query);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ success: true, model_name: "claude-3-sonnet", attempts: "claude-3-sonnet=answered" },
      ...{ reason: expect.stringMatching(/^ranked first/), cost_usd: expect.any(Number) },
    });
    const { child, ended } = await startProgram(["chat", "--router", "KNN", ...file, "--simulator", simulator.url], {
      cwd: folder.path,
    });
    child.stdin?.end("Explain quantum computing\n");
    const chat = await ended;
    expect([chat.code, chat.stderr]).toEqual([
      0,
      expect.stringContaining("(claude-3-sonnet; claude-3-sonnet=answered)"),
    ]);
  });

  test.each(["--load_model_path", "--load-model-path"])("%s names another model file", async (option) => {
    const { code, stderr } = await program("infer", "--router", "knn", ...file, ...query, option, "other.json");
    expect(code).toBe(2);
    expect(stderr).toContain("other.json: there is no such model file yet");
    expect(stderr).toContain(`${train} --output other.json`);
  });

  test("a model file of another router is refused", async () => {
    const model = ["--load-model-path", "saved_models/knnrouter.json"];
    const { code, stderr } = await program(
      "infer",
      "--router",
      "mf",
      ...file.with(1, "plain.yaml"),
      ...query,
      ...model,
    );
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("saved_models/knnrouter.json is a model of knn, not of mf"),
    ]);
  });

  test("without the name of the router, the answer asks for it", async () => {
    const { code, stderr } = await program("infer", ...file, ...query);
    expect([code, stderr]).toEqual([2, expect.stringContaining("Add --router NAME")]);
  });

  test("models that do not say where they are become a router's file to paste", async () => {
    folder.write("bare.json", JSON.stringify({ "claude-3-sonnet": { size: "70B" } }));
    folder.write("bare.yaml", training.replace("candidates.json", "bare.json"));
    const { code, stderr } = await program("infer", "--router", "knn", "--config", "bare.yaml", ...query);
    expect(code).toBe(2);
    expect(stderr).toContain("bare.json:1:2: claude-3-sonnet has neither service nor api_endpoint");
    expect(stderr).toContain('models:\n  "claude-3-sonnet": { provider: PROVIDER, model: "MODEL_ID" }');
  });
});

describe("a router's file", () => {
  test.each([
    ["its models alone", llms, "random"],
    ["weights over mixed providers", `${weights}${llms}${nvidia}`, "random"],
    ["rules over mixed providers", `${rules}${llms}${nvidia}`, "rules"],
    ["a judge at an address of its own", `${judge}${llms}`, "llm"],
  ])("with %s is valid, and answers", async (_what, text, strategy) => {
    folder.write("router.yaml", text);
    const validated = await program("validate", "router.yaml");
    expect([validated.code, validated.stderr]).toEqual([0, expect.not.stringContaining("ignored")]);
    const { code, stdout } = await asked("infer", "--config", "router.yaml", "--query", "Write python code");
    expect(code).toBe(0);
    const { model_name, reason } = JSON.parse(stdout);
    if (strategy === "rules") expect([model_name, reason]).toEqual(["claude-3-sonnet", 'the rule for "code"']);
    if (strategy === "llm") expect(reason).toMatch(/^the judge/);
  });

  test.each([
    ["weights", weights, ["llama-3.1-8b", "claude-3-sonnet", "titan-text-express"]],
    ["rules", rules, ["claude-3-sonnet", "llama3-70b", "titan-text-express"]],
  ])("of %s alone is answered with the models to write", async (_what, text, names) => {
    folder.write("router.yaml", text);
    const { code, stderr } = await program("serve", "--config", "router.yaml");
    expect(code).toBe(2);
    const entries = names.map((name) => `  ${name}: { provider: PROVIDER, model: MODEL_ID }`).join("\n");
    expect(stderr).toContain(`models:\n${entries}`);
  });

  test.each([
    ["random", "drawn by weight"],
    ["randomrouter", "drawn by weight"],
    ["RoundRobinRouter", "its turn"],
    ["round-robin", "its turn"],
    ["compatibility", "the first suitable model"],
  ])("may be used with the strategy %s", async (name, reason) => {
    const words = ["infer", "--router", name, "--config", "configs/openclaw_example.yaml", "--route-only", ...query];
    const { code, stdout } = await program(...words);
    expect([code, JSON.parse(stdout).reason]).toEqual([0, reason]);
  });

  test("that has no model file is told how to make one", async () => {
    const { code, stderr } = await program("serve", "--router", "knn", "--config", "configs/openclaw_example.yaml");
    expect(code).toBe(2);
    expect(stderr).toContain("llm-parity train --router knn --config TRAINING_FILE --output FILE");
    expect(stderr).toContain("--load-model-path FILE");
  });
});

test("serve, curl with a stream, and the WebSocket of the example", async () => {
  const words = ["serve", "--config", "configs/openclaw_example.yaml", "--port", "0", "--simulator", simulator.url];
  const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path });
  const url = (await untilOutput(/listening on http:\/\/127\.0\.0\.1:\d+/)).slice("listening on ".length);
  const messages = [{ role: "user", content: "Explain quantum computing" }];
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ model: "claude-3-sonnet", messages, stream: true }),
  });
  expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/);
  const socket = new WebSocket(`${url.replace("http", "ws")}/v1/chat/ws`);
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    socket.on("error", reject);
    socket.on("open", () =>
      socket.send(JSON.stringify({ model: "claude-3-sonnet", message: "What is machine learning?" })),
    );
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data));
      if (frame.done === true) resolve(text);
      else text += frame.content ?? "";
    });
  });
  socket.terminate();
  expect(said).not.toBe("");
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
});

test("version is what --version says", async () => {
  const [word, option] = [await program("version"), await program("--version")];
  expect(word).toMatchObject({ code: 0, stdout: option.stdout });
  expect(word.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("a router that is not here", () => {
  test.each(["graph", "causallm_router", "dcrouter", "automix", "router-r1", "gmtrouter", "multiround"])(
    "%s is answered with the reason by every command",
    async (name) => {
      const file = ["--config", "configs/openclaw_example.yaml"];
      const lines = [
        ["train", ...file],
        ["infer", ...file, ...query],
        ["chat", ...file],
        ["serve", ...file],
      ];
      for (const [command = "", ...rest] of lines) {
        const { code, stderr } = await program(command, "--router", name, ...rest);
        expect([code, stderr]).toEqual([
          2,
          expect.stringMatching(/^llm-parity: there is no router "[^"]+" here: it .+\n {2}→ use .+\n$/),
        ]);
      }
    },
  );

  test("is listed with its reason", async () => {
    const { notHere } = JSON.parse((await program("list-routers", "--json")).stdout);
    const names = notHere.map(({ name }: { readonly name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["graph", "causallm", "routerdc", "automix", "router_r1", "gmt"]));
    const { stdout } = await program("list-routers");
    for (const name of names) expect(stdout).toContain(name);
  });
});

test.each([
  ["train --router knn --device cuda", "training needs no GPU"],
  ["infer --verbose", "the result names the model"],
  ["chat --share", "`llm-parity serve --config FILE` listens"],
  ["chat --mode full_context", "the whole conversation is sent"],
  ["chat --top_k 3", "earlier questions are not searched"],
  ["serve --no-prefix", "serve.show_model_prefix"],
  ["serve --router-config x.yaml", "name the training file with --config"],
])("%s, which is not here, is answered with what to write", async (line, hint) => {
  const { code, stderr } = await program(...line.split(" "), "--config", join("configs", "openclaw_example.yaml"));
  expect([code, stderr]).toEqual([2, expect.stringContaining(hint)]);
});
