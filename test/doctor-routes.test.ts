import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type RoutesJson, routesSchema } from "../src/library/routes/routes-schema.js";
import { surfacesOf } from "../src/library/routes/surfaces.js";
import type { Exchange, WireRequest, WireResponse } from "../src/wire/exchange.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { bareEnvironment, type Ended } from "./support/program.js";
import { catalog, root } from "./support/repository.js";
import { serveExchange, serveProfile, simulatedExchange } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const keys = { OPENROUTER_API_KEY: canaries.openrouter };
const shipped = readFileSync(join(root, "scenarios/models.yaml"), "utf8");
let folder: WorkFolder;

beforeEach(() => {
  folder = workFolder();
});

const ask = (words: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> =>
  runCommand(["doctor", "--routes", ...words], { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...env } });
const read = (text: string): RoutesJson => routesSchema.parse(JSON.parse(text));
const shortOf = ({ provider, api, url, state }: RoutesJson["routes"][number]) =>
  `${provider}/${api} ${new URL(url).pathname} ${state}`;

/** The shipped models, with OpenRouter and Moonshot at a server of the test, which keeps what it was sent. */
async function served(answer: Exchange) {
  const requests: WireRequest[] = [];
  const { url } = await serveExchange((request, signal) => {
    requests.push(request);
    return answer(request, signal);
  });
  const moved = [`openrouter: { baseUrl: "${url}/api/v1" }`, `moonshot: { baseUrl: "${url}/v1" }`];
  folder.write("models.yaml", `${shipped}\nproviders:\n${moved.map((line) => `  ${line}\n`).join("")}`);
  return requests;
}

const atServer = ["--models", "models.yaml", "--model", "kimi-k2.5", "--provider", "openrouter"];

function json(status: number, body: unknown): WireResponse {
  async function* chunks() {
    yield Buffer.from(JSON.stringify(body));
  }
  return { status, headers: [["content-type", "application/json"]], chunks: chunks() };
}

describe("on the simulator, whose routes are those of the models file,", () => {
  test("each surface of a model says whether it serves it, and what does where it does not", async () => {
    const { url } = await serveProfile("default");
    const { code, stdout } = await ask(["--simulator", url, "--model", "gpt-5.6-sol", "--json"]);
    const { routes } = read(stdout);
    expect(code).toBe(0);
    expect(routes.map(shortOf)).toEqual([
      "openrouter/chat-completions /api/v1 served",
      "openrouter/responses /api/v1 served",
      "openrouter/messages /api/v1 served",
      "bedrock-mantle/chat-completions /v1 not-served",
      "bedrock-mantle/chat-completions /openai/v1 served",
      "bedrock-mantle/responses /v1 not-served",
      "bedrock-mantle/responses /openai/v1 served",
      "bedrock-mantle/messages /anthropic/v1 not-served",
      "bedrock/converse / served",
      "bedrock/invoke-model / not-asked",
      "bedrock-openai/chat-completions /openai/v1 served",
      "bedrock-openai/responses /openai/v1 served",
      "bedrock-openai/messages /anthropic/v1 not-served",
    ]);
    expect(routes[5]).toMatchObject({
      id: "openai.gpt-5.6-sol",
      says: "HTTP 400: model `openai.gpt-5.6-sol` isn't supported on this route",
      use: [
        "bedrock-mantle/chat-completions:openai.gpt-5.6-sol at /openai/v1",
        "bedrock-mantle/responses:openai.gpt-5.6-sol at /openai/v1",
        "bedrock/converse:us.openai.gpt-5.6-sol",
      ],
      listed: { state: "refused", date: "2026-08-22" },
      differs: false,
    });
    expect(routes[7]?.says).toContain("does not support the '/v1/messages' API");
    expect(
      JSON.parse(folder.read(join("probes", Object.keys(folder.contents("probes")).find(isResult) ?? ""))),
    ).toEqual(JSON.parse(stdout));
  });

  test("nothing differs for models of every kind of route, and the table says who served them", async () => {
    const { url } = await serveProfile("default");
    const models = ["gpt-oss-120b", "claude-haiku-4.5", "grok-4.6", "deepseek-v3.2"].flatMap((name) => [
      "--model",
      name,
    ]);
    const { code, stdout } = await ask(["--simulator", url, ...models]);
    expect(code).toBe(0);
    expect(stdout).toContain("SIMULATED: nothing here says anything about a vendor.\n");
    expect(stdout).toMatch(
      /^bedrock-openai\/responses +not served here +openai\.gpt-oss-120b-1:0 .* refused 2026-08-22$/m,
    );
    expect(stdout).toMatch(/^not served here: bedrock-openai\/messages:us\.anthropic.*HTTP 404: .*; use bedrock/m);
    expect(stdout).not.toContain("DIFFERS");
  });

  test("a route of the models file that is refused is named with the one that serves: 1", async () => {
    const { url } = await serveProfile("default");
    folder.write(
      "models.yaml",
      shipped.replace("id: openai.gpt-5.5\n        path: /openai/v1\n", "id: openai.gpt-5.5\n"),
    );
    const words = ["--simulator", url, "--models", "models.yaml", "--model", "gpt-5.5", "--api", "chat-completions"];
    const { code, stdout } = await ask(words);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bedrock-mantle\/chat-completions +not served here .*\/v1 +served 2026-08-22: DIFFERS$/m);
    expect(stdout).toMatch(
      /isn't supported on this route; use bedrock-mantle\/chat-completions:openai\.gpt-5\.5 at \/openai\/v1/,
    );
  });

  test("a typed id is asked on every API of its provider", async () => {
    const { url } = await serveProfile("default");
    const { code, stdout } = await ask(["--simulator", url, "--target", "bedrock-mantle:openai.gpt-oss-new", "--json"]);
    expect(code).toBe(0);
    expect(
      read(stdout)
        .routes.filter(({ state }) => state === "served")
        .map(shortOf),
    ).toEqual(["bedrock-mantle/chat-completions /v1 served", "bedrock-mantle/responses /v1 served"]);
  });
});

describe("of the services themselves", () => {
  test("one token is asked of each, sixteen of Responses, and what has no key is named per surface", async () => {
    const requests = await served(simulatedExchange("default"));
    const words = [
      "--models",
      "models.yaml",
      "--model",
      "kimi-k2.5",
      "--provider",
      "openrouter",
      "--provider",
      "moonshot",
    ];
    const { code, stdout, stderr } = await ask([...words, "--max-cost", "0.01"], keys);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^moonshot\/chat-completions +key missing /m);
    expect(stdout).toContain("key missing: moonshot: set MOONSHOT_API_KEY (moonshot/chat-completions)\n");
    expect(
      requests.map(({ body }) => /"max_(?:output_)?tokens":(\d+)/.exec(Buffer.from(body ?? []).toString())?.[1]),
    ).toEqual(["1", "16", "1"]);
    expect(requests.map(({ headers }) => headers.some(([name]) => name === "anthropic-version"))).toEqual([
      false,
      false,
      true,
    ]);
    for (const text of [stdout, stderr, JSON.stringify(folder.contents())]) expectNoCanary(text);
  });

  test.each<[string, WireResponse, number, RegExp]>([
    [
      "a failure of the service decides nothing: 4, with the bytes",
      json(500, { error: { message: "Oops" } }),
      4,
      /^not decided: openrouter\/messages.*HTTP 500: \{"error":\{"message":"Oops"\}\}/m,
    ],
    [
      "a key that is refused: 3",
      json(401, { error: { message: "No auth credentials found", code: 401 } }),
      3,
      /^openrouter\/responses +key refused /m,
    ],
    [
      "a refused setting shows that the route knows the model",
      json(400, {
        error: {
          message: "Unsupported parameter: 'max_tokens' is not supported with this model.",
          type: "invalid_request_error",
          param: "max_tokens",
          code: "unsupported_parameter",
        },
      }),
      0,
      /^openrouter\/chat-completions +served /m,
    ],
    [
      "an unknown id is not served",
      json(404, { error: { message: "The model doesn't exist or doesn't support this API" } }),
      1,
      /^openrouter\/chat-completions +not served here .* DIFFERS$/m,
    ],
  ])("%s", async (_title, answer, code, says) => {
    const bodies = await Promise.resolve(answer);
    const whole: Buffer[] = [];
    for await (const chunk of bodies.chunks) whole.push(Buffer.from(chunk));
    await served(() => Promise.resolve({ ...bodies, chunks: again(whole) }));
    const ended = await ask([...atServer, "--max-cost", "0.01"], keys);
    expect(ended.stdout).toMatch(says);
    expect(ended.code).toBe(code);
  });

  test.each([
    ["without a limit", [], 2, /3 requests may cost \$0\.0\d+, and no limit is given: nothing was asked/],
    ["over the limit", ["--max-cost", "0.00001"], 2, /may cost \$0\.0\d+, more than the limit of \$0\.0000/],
    ["without a key", ["--max-cost", "1"], 3, /openrouter: set OPENROUTER_API_KEY/],
    ["with --only", ["--only", "x"], 2, /--only has no effect with --routes/],
    ["with --suite", ["--suite", "full"], 2, /--suite has no effect with --routes/],
    ["with --probe", ["--probe"], 2, /--probe and --routes ask different things/],
    ["where no surface is left", ["--api", "converse"], 2, /no surface is left/],
  ])("%s nothing is asked", async (_title, words, code, says) => {
    const requests = await served(simulatedExchange("default"));
    const before = Object.keys(folder.contents());
    const ended = await ask([...atServer, ...words]);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: expect.stringMatching(says) });
    expect(requests).toEqual([]);
    expect(Object.keys(folder.contents())).toEqual(before);
  });

  test("the plan names each address with its price, and asks nothing", async () => {
    const { code, stdout } = await ask(["--model", "claude-opus-5", "--provider", "bedrock-mantle", "--plan"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^5 requests, one for each surface: at most \$0\.0\d+$/m);
    expect(stdout).toMatch(
      /anthropic\.claude-opus-5: https:\/\/bedrock-mantle\.us-east-1\.api\.aws\/anthropic\/v1\/messages: at most \d+ tokens in, 1 out/,
    );
  });
});

test("every route of the models file is a surface of its model", () => {
  const surfaces = surfacesOf(catalog, catalog.targets);
  const listed = surfaces.filter((one) => one.listed?.state === "served").map(({ target }) => target.id);
  const whole = catalog.targets.filter(({ upstreamPin }) => upstreamPin === null);
  const plain = (id: string) => id.replace(/-stream(?=@|$)|@us-profile/g, "");
  expect(new Set(listed)).toEqual(new Set(whole.map(({ id }) => plain(id))));
  const refused = surfaces.filter((one) => one.listed?.state === "refused").length;
  expect(refused).toBe(catalog.models.flatMap(({ refuses }) => refuses.flatMap(({ apis }) => apis)).length);
});

const isResult = (name: string) => name.endsWith("routes.json");

async function* again(parts: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
