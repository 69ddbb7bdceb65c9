import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Api } from "../src/chat/api.js";
import type { TwinRequest } from "../src/report/evidence/twins/twin.js";
import { twinsOf } from "../src/report/evidence/twins/twins.js";
import type { Exchange, WireHeaders, WireRequest } from "../src/wire/exchange.js";
import { unusedPort } from "./support/raw-server.js";
import { serveExchange } from "./support/simulated-run.js";
import {
  bedrockRequest,
  openRequest,
  orderOf,
  type TwinBundle,
  tools,
  toolTitle,
  twinBundle,
} from "./support/twin-bundle.js";

const keys = { AWS_BEARER_TOKEN_BEDROCK: "bedrock-api-key-TEST", OPENROUTER_API_KEY: "sk-or-v1-TEST" };
const signed = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "secret/TEST+1", AWS_SESSION_TOKEN: "to/ken==" };

/** Texts that one of the languages here would take for more than text. `canary`: the file that an executed one makes. */
const hostile = [
  ...["'; touch canary; '", '"; touch canary; "', "$(touch canary)", "`touch canary`", "a\ntouch canary", "a\r\nx: y"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own words.
  ...["@/etc/passwd", "file:///etc/passwd", "-o canary", "--output=canary", "a%0atouch", "\u202egpj", "${IFS}", "%s%n"],
  ...[
    "\\",
    "a;b",
    "a|b",
    "a&b",
    "a>canary",
    "*",
    "~",
    "a b",
    "",
    "..",
    "a/../b",
    "\u0000",
    "\u001b[2J",
    "#x",
    "{{7*7}}",
  ],
  ...['")\nimport os\nos.system("touch canary")\n("', '" + process.exit() + "', "</script>", "é", "x".repeat(5000)],
];

const members = ["modelId", "region", "baseUrl", "keyVariable", "signingName"] as const;
const files = ["curl.sh", "aws-cli.sh", "sdk.mjs", "openai.mjs", "anthropic.mjs", "boto3.py"];

describe.each(members)("a hostile %s", (member) => {
  test.each([bedrockRequest("converse", "http://127.0.0.1:1"), openRequest("chat-completions", "http://127.0.0.1:1")])(
    "of the failing request refuses every twin ($api)",
    (request) => {
      const written = hostile.filter((text) => twinsOf(orderOf({ ...request, [member]: text })).files.length > 0);
      expect(written).toEqual([]);
      const { refused } = twinsOf(orderOf({ ...request, [member]: hostile[0] ?? "" }));
      expect(refused.map(({ twin }) => twin)).toEqual(files);
    },
  );

  test("of the working request stands in no script", () => {
    const failing = bedrockRequest("converse", "http://127.0.0.1:1");
    const clean = textOf(failing, null);
    for (const text of hostile) expect(textOf(failing, { ...failing, name: "working", [member]: text })).toBe(clean);
  });
});

function textOf(failing: TwinRequest, working: TwinRequest | null): string {
  return JSON.stringify(twinsOf(orderOf(failing, { working })).files);
}

test.each(hostile.filter((text) => text !== "a b"))(
  "the first line of a demo bundle is plain words: not %j",
  (demo) => {
    expect(twinsOf(orderOf(bedrockRequest("converse", null), { demo })).files).toEqual([]);
  },
);

test.each([0, -1, 1.5, Number.NaN, 10_000])("%s calls are refused", (repeat) => {
  expect(twinsOf(orderOf(bedrockRequest("converse", null), { repeat })).files).toEqual([]);
});

/** A body with hostile texts as texts, names and ids, with members that no client knows, in a form that no client would write. */
const hostileBody = `{ "messages" : [\n {"role":"user","content":[{"text":${JSON.stringify(hostile.slice(0, -1).join(" "))}},\r
 {"toolResult":{"toolUseId":"$(touch canary)","content":[{"text":"@/etc/passwd"},{"json":{"n":1.0,"big":12345678901234567890}}]}}]}],
 "model":"file:///etc/passwd","unknownMember":{"a":null,"b":"\\u0000\\ud83d"},"é":"\u202e" }\n\n`;

/** The same without what a client refuses, for AWS's command line. */
const knownBody = JSON.stringify({
  messages: [
    {
      role: "user",
      content: [
        { text: hostile.slice(0, 12).join(" ") },
        { toolResult: { toolUseId: "$(touch canary)", content: [{ text: "file:///etc/passwd" }] } },
      ],
    },
  ],
  system: [{ text: "http://127.0.0.1:1/x" }, { text: "@/etc/passwd" }],
});

const asks = [
  ["curl.sh", "converse", "curl"],
  ["curl.sh", "invoke-model-stream", "curl"],
  ["curl.sh", "chat-completions", "curl"],
  ["sdk.mjs", "converse", "node"],
  ["sdk.mjs", "converse-stream", "node"],
  ["sdk.mjs", "invoke-model", "node"],
  ["openai.mjs", "chat-completions", "node"],
  ["openai.mjs", "chat-completions-stream", "node"],
  ["curl.sh", "responses", "curl"],
  ["curl.sh", "messages-stream", "curl"],
  ["openai.mjs", "responses", "node"],
  ["openai.mjs", "responses-stream", "node"],
  ["anthropic.mjs", "messages", "node"],
  ["anthropic.mjs", "messages-stream", "node"],
  ["boto3.py", "converse", "boto3"],
  ["boto3.py", "converse-stream", "boto3"],
  ["boto3.py", "invoke-model", "boto3"],
  ["aws-cli.sh", "converse", "awsCli"],
] as const;

function requestAt(api: Api, url: string): TwinRequest {
  return /^(chat|responses|messages)/.test(api) ? openRequest(api, `${url}/api/v1`) : bedrockRequest(api, url);
}

type Answer = { readonly status?: number; readonly headers?: WireHeaders; readonly body: string };

/** Serves one answer, and keeps what was asked. */
async function serveAnswer({ status = 200, headers = [], body }: Answer) {
  const asked: WireRequest[] = [];
  const type = ["content-type", "application/json"] as const;
  const exchange: Exchange = async (request) => {
    asked.push(request);
    const bytes = new TextEncoder().encode(body);
    return {
      status,
      headers: [type, ...headers],
      chunks: (async function* () {
        yield bytes;
      })(),
    };
  };
  return { url: (await serveExchange(exchange)).url, asked };
}

/** No file was made by a text of the bundle, in any folder where a script runs or lies. */
function expectNoCanary({ folder }: TwinBundle): void {
  const made = readdirSync(folder.path, { recursive: true, encoding: "utf8" });
  expect(made.filter((file) => /canary|pycache|passwd/.test(file))).toEqual([]);
  expect(existsSync("canary")).toBe(false);
}

describe.each(asks)("%s on %s", (file, api, needed) => {
  test.skipIf(!tools[needed])(toolTitle("sends the body as it is and runs nothing of it", needed), async () => {
    const { url, asked } = await serveAnswer({ status: 400, body: '{"message":"no"}' });
    const body = file === "aws-cli.sh" ? knownBody : hostileBody;
    const bundle = twinBundle(orderOf(requestAt(api, url), { symptom: "refused" }), { failing: body });
    const { code, stdout } = await bundle.run(file, [], keys);
    const sent = Buffer.from(asked[0]?.body ?? []).toString();
    if (file === "aws-cli.sh") expect(JSON.parse(sent)).toEqual(JSON.parse(body));
    else expect(sent).toBe(body);
    expect(asked).toHaveLength(1);
    expectNoCanary(bundle);
    if (file !== "aws-cli.sh")
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^REFUSED status=400 /) });
  });

  test.skipIf(!tools[needed])(toolTitle("prints nothing of a reply but counts and plain words", needed), async () => {
    const { url } = await serveAnswer({ headers: hostileHeaders, body: hostileReply(api) });
    const bundle = twinBundle(orderOf(requestAt(api, url)), { failing: knownBody });
    const { code, stdout, stderr } = await bundle.run(file, [], keys);
    expect(stdout).toMatch(/^[A-Z-]+( (stop|out|id|status|type)=[A-Za-z0-9_.:-]+)+\n$/);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
    if (!api.endsWith("-stream")) expect({ code, word: stdout.split(" ")[0] }).toEqual({ code: 0, word: "ANSWER" });
    expectNoCanary(bundle);
  });

  test.skipIf(!tools[needed])(toolTitle("names a missing key and asks nothing", needed), async () => {
    const { url, asked } = await serveAnswer({ body: "{}" });
    const bundle = twinBundle(orderOf(requestAt(api, url)), { failing: "{}" });
    const { code, stdout, stderr } = await bundle.run(file, [], {});
    expect({ code, stdout, lines: stderr.match(/No key: set [A-Z_]+.*\n/g)?.length }).toEqual({
      code: 2,
      stdout: "",
      lines: 1,
    });
    expect(asked).toEqual([]);
  });

  test.skipIf(!tools[needed])(toolTitle("says that a service cannot be reached", needed), async () => {
    const bundle = twinBundle(orderOf(requestAt(api, `http://127.0.0.1:${await unusedPort()}`)), { failing: "{}" });
    const { code, stdout } = await bundle.run(file, [], keys);
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(/^REFUSED status=(000|-) type=[\w.-]+ id=-\n$/),
    });
  });
});

const hostileHeaders: WireHeaders = [["x-amzn-requestid", "$(touch canary);`id`'\"%s"]];

function hostileReply(api: Api): string {
  const text = `\u001b[2J\u009b $(touch canary) ${hostile.slice(0, 12).join(" ")} "stopReason":"\u001b" {"toolUse":{}} data: [DONE]`;
  const stop = "\u001b[31mend$(touch canary)";
  if (api.startsWith("converse"))
    return JSON.stringify({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: stop,
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 1 },
    });
  if (api.startsWith("responses"))
    return JSON.stringify({
      ...{ id: "\u001b$(touch canary)", object: "response", status: stop },
      output: [{ type: "message", content: [{ type: "output_text", text }] }],
    });
  if (api.startsWith("messages"))
    return JSON.stringify({ id: "\u001b$(touch canary)", content: [{ type: "text", text }], stop_reason: stop });
  return JSON.stringify({
    id: "\u001b$(touch canary)",
    choices: [{ message: { content: text }, finish_reason: stop }],
  });
}

describe("curl.sh", () => {
  const text = '{"output":{"message":{"content":[{"text":"ok"}]}},"stopReason":"end_turn"}';

  test.skipIf(!tools.curl)(toolTitle("shows no key to a list of processes", "curl"), async () => {
    const { url } = await serveAnswer({ body: text });
    for (const env of [keys, signed]) {
      const bundle = twinBundle(orderOf(bedrockRequest("converse", url)), { failing: "{}" });
      const curl = spawnSync("sh", ["-c", "command -v curl"], { encoding: "utf8" }).stdout.trim();
      bundle.folder.write(
        "bin/curl",
        `#!/bin/sh\nprintf '%s\\n' "$@" >>"${bundle.folder.path}/arguments"\nexec "${curl}" "$@"\n`,
      );
      chmodSync(join(bundle.folder.path, "bin/curl"), 0o755);
      const path = `${bundle.folder.path}/bin:${process.env["PATH"] ?? ""}`;
      expect((await bundle.run("curl.sh", [], { ...env, PATH: path })).stdout).toMatch(/^ANSWER /);
      const given = bundle.folder.read("arguments");
      expect(given).toContain("--data-binary");
      for (const secret of Object.values(env)) expect(given).not.toContain(secret);
    }
  });

  test.skipIf(!tools.curl)(
    toolTitle("signs with SigV4, session token included, where there is no bearer key", "curl"),
    async () => {
      const { url, asked } = await serveAnswer({ body: text });
      const bundle = twinBundle(orderOf(bedrockRequest("converse", url)), { failing: "{}" });
      expect(await bundle.run("curl.sh", [], signed)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^ANSWER /),
      });
      const headers = new Map(asked[0]?.headers ?? []);
      expect(headers.get("authorization")).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/us-east-1\/bedrock\/aws4_request/,
      );
      expect(headers.get("x-amz-security-token")).toBe("to/ken==");
    },
  );

  test.skipIf(!tools.curl)(toolTitle("signs no id with a colon, and asks it with a bearer key", "curl"), async () => {
    const { url, asked } = await serveAnswer({ body: text });
    const request = { ...bedrockRequest("converse", url), modelId: "us.deepseek.r1-v1:0" };
    const bundle = twinBundle(orderOf(request), { failing: "{}" });
    const refused = {
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^curl signs an id with ":" wrongly: set AWS_BEARER/),
    };
    expect(await bundle.run("curl.sh", [], signed)).toEqual(refused);
    expect(await bundle.run("curl.sh", [], keys)).toMatchObject({ code: 0 });
    expect(asked.map((one) => new URL(one.url).pathname)).toEqual(["/model/us.deepseek.r1-v1%3A0/converse"]);
  });

  test.skipIf(!tools.curl)(toolTitle("refuses a key that could be more than a key", "curl"), async () => {
    const { url, asked } = await serveAnswer({ body: text });
    const bundle = twinBundle(orderOf(bedrockRequest("converse", url)), { failing: "{}" });
    for (const key of ['k"\noutput = "canary', "a b", "a\\b", "k\nurl = x"]) {
      expect(await bundle.run("curl.sh", [], { AWS_BEARER_TOKEN_BEDROCK: key })).toMatchObject({ code: 2, stdout: "" });
      expect(await bundle.run("curl.sh", [], { ...signed, AWS_SECRET_ACCESS_KEY: key })).toMatchObject({
        code: 2,
        stdout: "",
      });
    }
    expect(asked).toEqual([]);
    expectNoCanary(bundle);
  });

  test.skipIf(!tools.curl)(toolTitle("asks where the environment says, and says so", "curl"), async () => {
    const { url, asked } = await serveAnswer({ body: text });
    const bundle = twinBundle(orderOf(bedrockRequest("converse", null)), { failing: "{}" });
    const env = { ...keys, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${url}/` };
    expect(await bundle.run("curl.sh", [], env)).toMatchObject({
      code: 0,
      stderr: "Asked at the address in the environment, not at that of the bundle.\n",
    });
    expect(asked).toHaveLength(1);
  });

  test.skipIf(!tools.curl)(toolTitle("keeps the bytes where only they show the finding", "curl"), async () => {
    const { url } = await serveAnswer({ body: text });
    const bundle = twinBundle(orderOf(bedrockRequest("converse", url), { symptom: "other" }), { failing: "{}" });
    const { code, stdout } = await bundle.run("curl.sh", ["-n", "2"], keys);
    const kept = [...stdout.matchAll(/^OTHER id=- kept=(\S+) \(llm-parity judge names the finding\)$/gm)];
    expect({ code, kept: kept.length }).toEqual({ code: 2, kept: 2 });
    expect(bundle.folder.read((kept[0]?.[1] ?? "").slice(bundle.folder.path.length + 1))).toBe(text);
  });
});

describe("Messages", () => {
  const body = '{"content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn"}';
  const paths: readonly (readonly [base: string, path: string])[] = [
    ["/api/v1", "/api/v1/messages"],
    ["/anthropic/v1/", "/anthropic/v1/messages"],
    ["/other", "/other/messages"],
  ];

  test.each(["curl.sh", "anthropic.mjs"] as const)(
    "are asked by %s with the version and the key of the service",
    async (file) => {
      if (file === "curl.sh" && !tools.curl) return;
      for (const [auth, header, value] of [
        ["api-key", "x-api-key", "key-1"],
        ["bearer", "authorization", "Bearer key-1"],
      ] as const) {
        const { url, asked } = await serveAnswer({ body });
        for (const [base, path] of paths) {
          const request = { ...openRequest("messages", `${url}${base}`), auth };
          const ended = await twinBundle(orderOf(request), { failing: "{}" }).run(file, [], {
            OPENROUTER_API_KEY: "key-1",
          });
          expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ANSWER /) });
          const [last] = asked.slice(-1);
          const headers = new Map(last?.headers ?? []);
          expect(new URL(last?.url ?? "").pathname).toBe(path);
          expect(headers.get(header)).toBe(value);
          expect(headers.get("anthropic-version")).toBe("2023-06-01");
          expect(headers.has(auth === "api-key" ? "authorization" : "x-api-key")).toBe(false);
        }
      }
    },
  );
});

describe("every script of a bundle", () => {
  const apis = [
    ...(["converse", "converse-stream", "invoke-model", "invoke-model-stream", "chat-completions"] as const),
    ...(["responses", "responses-stream", "messages", "messages-stream"] as const),
  ];
  const orders = apis.flatMap((api) => {
    const working = {
      ...openRequest("chat-completions-stream", "https://openrouter.ai/api/v1"),
      name: "working",
    } as const;
    const failing = {
      ...requestAt(api, "https://example.com"),
      modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    };
    const both = { ...failing, name: "working" } as const;
    return [
      orderOf(failing, { working, demo: "DEMO: our simulator, no vendor" }),
      orderOf(failing, { working: both, symptom: "other" }),
    ];
  });
  const scripts = orders.flatMap((order) => twinsOf(order).files);

  test("has 40 lines at most, none of them long", () => {
    expect(scripts.filter(({ text }) => text.trimEnd().split("\n").length > 40).map(({ path }) => path)).toEqual([]);
    expect(scripts.flatMap(({ text }) => text.split("\n")).filter((line) => line.length > 130)).toEqual([]);
  });

  test("names its demo in its second line, or its first where it is only read", () => {
    const demo = twinsOf(orders[0] ?? orderOf(bedrockRequest("converse", null))).files;
    const place = ({ path, text }: { readonly path: string; readonly text: string }) =>
      text.split("\n")[path.includes("/shared/") ? 0 : 1];
    expect(new Set(demo.map(place).map((line) => line?.replace(/^(#|\/\/) /, "")))).toEqual(
      new Set(["DEMO: our simulator, no vendor"]),
    );
  });

  test("is a program that its interpreter can read", () => {
    const folder = twinBundle(orderOf(bedrockRequest("converse", null)), { failing: "{}" }).folder;
    // Many bundles have the same script.
    const texts = new Map(scripts.map(({ path, text }) => [text, path.slice(path.lastIndexOf("."))]));
    const written = [...texts].map(([text, extension], at) => {
      folder.write(`check-${at}${extension}`, text);
      return { extension, file: join(folder.path, `check-${at}${extension}`) };
    });
    const named = (extension: string) => written.filter((one) => one.extension === extension).map(({ file }) => file);
    const [shell, node, python] = [named(".sh"), named(".mjs"), named(".py")];
    expect(shell.length + node.length + python.length).toBe(texts.size);
    const checks = [
      ...shell.flatMap((file) => [
        ["dash", "-n", file],
        ["sh", "-n", file],
      ]),
      ...node.map((file) => [process.execPath, "--check", file]),
      [
        ...[
          "python3",
          "-c",
          "import ast,sys; [ast.parse(open(a).read(), a, feature_version=(3, 8)) for a in sys.argv[1:]]",
        ],
        ...python,
      ],
    ];
    const unread = checks.flatMap(([command = "", ...args]) => {
      const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
      return status === 0 ? [] : [`${args.at(-1)}: ${stderr}`];
    });
    expect(unread).toEqual([]);
  });
});

describe.each([
  ["curl.sh", "converse", "curl"],
  ["sdk.mjs", "converse", "node"],
  ["boto3.py", "converse", "boto3"],
] as const)("the command line of %s", (file, api, needed) => {
  const text = '{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}';

  test.skipIf(!tools[needed])(toolTitle("takes a name and a number, in any order", needed), async () => {
    const { url } = await serveAnswer({ body: text });
    const request = requestAt(api, url);
    const bundle = twinBundle(orderOf(request, { repeat: 2 }), { failing: "{}" });
    const line = "EMPTY stop=end_turn out=- id=-\n";
    expect(await bundle.run(file, [], keys)).toMatchObject({ code: 1, stdout: `${line}${line}EMPTY in 2 of 2\n` });
    expect(await bundle.run(file, ["-n", "1", "failing"], keys)).toMatchObject({ code: 1, stdout: line });
    for (const args of [["-n"], ["-n", "0"], ["-n", "1x"], ["-n", "10000"], ["other"], ["failing", "working", "x"]]) {
      const { code, stdout, stderr } = await bundle.run(file, args, keys);
      expect({ args, code, stdout, stderr }).toEqual({
        args,
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(/^Usage: /),
      });
    }
    const working = await bundle.run(file, ["working"], keys);
    expect(working).toMatchObject({ code: 2, stdout: "" });
  });
});
