import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { noAliases } from "../src/adapters/adapter.js";
import { adapterFor } from "../src/adapters/registry.js";
import { foldAsync } from "../src/chat/fold.js";
import { textOf } from "../src/chat/read-reply.js";
import { reporters } from "../src/report/reporters/registry.js";
import { readRun } from "../src/runner/store/read-run.js";
import { responseOf } from "../src/runner/trial/second-reading.js";
import type { RecordedExchange } from "../src/wire/exchange.js";
import { encodeEventFrame } from "../src/wire/frames/event-stream.js";
import { readHar } from "../src/wire/har/har.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { inflatedText } from "./support/inflated-texts.js";
import { bareEnvironment } from "./support/program.js";
import { type Connection, rawServer } from "./support/raw-server.js";
import { catalog } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

const onBedrock = "bedrock/converse:moonshotai.kimi-k2.5";

describe("a live run whose service answers with the very secrets it was sent", () => {
  const echo = ({ socket, request }: Connection): void => {
    const body = JSON.stringify({ error: { code: 401, message: `Who is this? ${request}` }, message: request });
    const head = `HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\nx-amzn-errortype: UnrecognizedClientException\r\n`;
    socket.end(
      `${head}x-request-id: ${canaries.openrouter}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };

  test.each<[string, string, { readonly [name: string]: string }]>([
    ["OpenRouter's key", "openrouter:openai/gpt-4o", { OPENROUTER_API_KEY: canaries.openrouter }],
    ["a Bedrock key", onBedrock, { AWS_BEARER_TOKEN_BEDROCK: canaries.bedrock }],
    [
      "a key pair and its session",
      onBedrock,
      {
        AWS_ACCESS_KEY_ID: canaries.keyId,
        AWS_SECRET_ACCESS_KEY: canaries.secret,
        AWS_SESSION_TOKEN: canaries.session,
      },
    ],
  ])(
    "shows %s nowhere: not on a screen, not in evidence, fixtures or reports; and ends with 3",
    async (_t, target, env) => {
      for (const client of ["sdk", "http"]) {
        const place = workFolder();
        const server = await rawServer(echo);
        const args = ["run", "--record", "--fixtures", "recorded", "--target", target, "--base-url", server.url];
        const { code, stdout, stderr } = await runCommand([...args, "--scenario", "basic-chat", "--client", client], {
          cwd: place.path,
          env: { ...bareEnvironment(place.path), ...env },
        });
        const written = place.contents();
        expect(server.connections).toHaveLength(1);
        expect(server.connections[0]?.request).toMatch(/^authorization: .*CANARY/im);
        expect(code).toBe(3);
        expect(
          Object.keys(written).map((file) =>
            file
              .replace(/^runs\/[^/]+/, "runs/id")
              .split("/")
              .slice(0, -1)
              .join("/"),
          ),
        ).toEqual(expect.arrayContaining([expect.stringMatching(/^recorded/), "runs/id", "runs/id/reports"]));
        expectNoCanary(stdout);
        expectNoCanary(stderr);
        for (const [file, text] of Object.entries(written)) expectNoCanary(text, file);
      }
    },
  );
});

describe("a recording of a service that says the very secrets it was sent", () => {
  const spoken = Object.values(canaries);
  const text = spoken
    .flatMap((one) => [one, encodeURIComponent(one), Buffer.from(one).toString("base64"), JSON.stringify(one)])
    .join(" and ");
  const env = {
    OPENROUTER_API_KEY: canaries.openrouter,
    AWS_ACCESS_KEY_ID: canaries.keyId,
    AWS_SECRET_ACCESS_KEY: canaries.secret,
    AWS_SESSION_TOKEN: canaries.session,
    SOME_TOKEN: canaries.sso,
    OTHER_API_KEY: canaries.bedrock,
  };

  const pieces = (size: number) =>
    Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
  const chat = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: "gen-1", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const converse = (type: string, payload: object) =>
    encodeEventFrame(
      [
        [":event-type", type],
        [":content-type", "application/json"],
        [":message-type", "event"],
      ],
      Buffer.from(JSON.stringify(payload)),
    );

  /** By the last part of the path: the same words in every wire format, and in streams a few letters at a time. */
  const bodies: { readonly [api: string]: (size: number) => { readonly type: string; readonly body: Buffer } } = {
    "chat-completions": () => ({
      type: "application/json",
      body: Buffer.from(
        JSON.stringify({
          id: canaries.openrouter,
          model: "m",
          choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }],
        }),
      ),
    }),
    "chat-completions-stream": (size) => ({
      type: "text/event-stream",
      body: Buffer.from(
        [...pieces(size).map((content) => chat({ content }, null)), chat({}, "stop"), "data: [DONE]\n\n"].join(""),
      ),
    }),
    "converse-stream": (size) => ({
      type: "application/vnd.amazon.eventstream",
      body: Buffer.concat([
        converse("messageStart", { role: "assistant" }),
        ...pieces(size).map((one) => converse("contentBlockDelta", { contentBlockIndex: 0, delta: { text: one } })),
        converse("contentBlockStop", { contentBlockIndex: 0 }),
        converse("messageStop", { stopReason: "end_turn" }),
      ]),
    }),
    "invoke-model-stream": (size) => ({
      type: "application/vnd.amazon.eventstream",
      body: Buffer.concat(
        [
          ...pieces(size).map((content) => ({ choices: [{ index: 0, delta: { content } }] })),
          { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        ].map((record) => converse("chunk", { bytes: Buffer.from(JSON.stringify(record)).toString("base64") })),
      ),
    }),
  };

  const targets: { readonly [api: string]: string } = {
    "chat-completions": "openrouter/chat-completions:openai/gpt-4o",
    "chat-completions-stream": "openrouter/chat-completions-stream:openai/gpt-4o",
    "converse-stream": "bedrock/converse-stream:moonshotai.kimi-k2.5",
    "invoke-model-stream": "bedrock/invoke-model-stream:moonshotai.kimi-k2.5?family=moonshot",
  };

  const asking = Object.keys(targets).flatMap((api) => [
    { api, size: 3, command: ["record"], client: "http" },
    { api, size: 11, command: ["run", "--record", "--json"], client: "sdk" },
  ]);

  test.each(asking)(
    "over $api, $size letters at a time, with $command: no output holds one, whole or spelled out",
    async ({ api, size, command, client }) => {
      const place = workFolder();
      const inputs = workFolder();
      inputs.copy("scenarios");
      inputs.edit("scenarios/basic-chat.yaml", "What is 15 + 27?", `What is 15 + 27? Not ${canaries.sso}.`);
      const { type, body } = bodies[api]?.(size) ?? { type: "", body: Buffer.alloc(0) };
      const server = await rawServer(({ socket }) => {
        const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nx-request-id: ${canaries.openrouter}\r\nset-cookie: ${canaries.sso}\r\n`;
        socket.write(`${head}content-length: ${body.length}\r\n\r\n`);
        for (let at = 0; at < body.length; at += 7) socket.write(body.subarray(at, at + 7));
        socket.end();
      });
      const url = `${server.url}/${canaries.sso}`;
      const args = [
        ...command,
        "--fixtures",
        "recorded",
        "--target",
        targets[api] ?? "",
        "--base-url",
        url,
        "--client",
        client,
      ];
      const files = [
        "--scenarios",
        `${inputs.path}/scenarios`,
        "--models",
        `${inputs.path}/scenarios/models.yaml`,
        "--known",
        `${inputs.path}/scenarios/known.yaml`,
      ];
      const { stdout, stderr } = await runCommand(
        [...args, ...files, "--scenario", "basic-chat", "--exit-zero"].filter(
          (word) => command[0] === "run" || word !== "--exit-zero",
        ),
        {
          cwd: place.path,
          env: { ...bareEnvironment(place.path), ...env },
        },
      );
      const named = reporters.flatMap(({ name }) => ["--reporter", `${name}=all/${name}`]);
      await runCommand(["report", "last", ...named, "--embed", "all"], {
        cwd: place.path,
        env: bareEnvironment(place.path),
      });
      const written = place.contents();
      const formats = Object.keys(written).filter((file) => file.startsWith("all/"));
      expect(formats).toEqual(expect.arrayContaining(["all/html", "all/markdown", "all/json", "all/junit", "all/csv"]));
      expect(inflatedText(written["all/html"] ?? "")).toContain("REDACTED and REDACTED and ");
      expect(server.connections[0]?.request).toContain(`Not ${canaries.sso}.`);
      expectNoCanary(stdout, "stdout");
      expectNoCanary(stderr, "stderr");
      for (const [file, content] of Object.entries(written)) expectNoCanary(inflatedText(content), file);
      const fixtures = Object.entries(written).filter(([file]) => file.endsWith(".har"));
      expect(fixtures.map(([file]) => file.split("/")[0])).toEqual(["recorded"]);
      const [[fixture, har] = ["", ""]] = fixtures;
      const stored = [
        [fixture, readHar(har, fixture).entries[0]],
        ["runs", entryOfRun(place.path)],
      ] as const;
      for (const [file, entry] of stored) {
        const said = await replyText(entry?.exchange, api);
        expect(said, file).toContain("REDACTED and REDACTED and ");
        expectNoCanary(said, file);
      }
    },
  );

  /** The one exchange of the one run below a folder. */
  function entryOfRun(folder: string) {
    const [id = ""] = readdirSync(join(folder, "runs"));
    const run = readRun(join(folder, "runs", id));
    const { target = "", scenario = "" } = run.transcripts[0]?.cell ?? {};
    return run.exchangesOf({ target, scenario })?.entries[0];
  }

  /** What the adapter reads from the stored bytes: every frame of it must still be one. */
  async function replyText(exchange: RecordedExchange | undefined, name: string): Promise<string> {
    const target = catalog.targets.find(({ api, model }) => api === name && model === "kimi-k2.5");
    const response = exchange === undefined ? null : responseOf(exchange);
    if (target === undefined || response === null) throw new Error(`nothing was stored of ${name}`);
    const adapter = await adapterFor(target.api);
    const reply = await foldAsync(adapter.read(response, { target, aliases: noAliases }));
    expect(reply.completeness).toBe("complete");
    return textOf(reply);
  }
});
