import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import type { TwinRequest } from "../twins/twin.js";
import { awsCommand } from "./aws-command.js";
import { curlCommand } from "./curl-command.js";

const chat: TwinRequest = {
  ...{ name: "failing", api: "chat-completions", baseUrl: "https://openrouter.ai/api/v1", region: null },
  ...{ modelId: "moonshotai/kimi-k2.5", auth: "bearer", signingName: null, keyVariable: "OPENROUTER_API_KEY" },
};
const converse: TwinRequest = {
  ...{ name: "failing", api: "converse-stream", baseUrl: null, region: "us-east-1" },
  ...{ modelId: "moonshotai.kimi-k2.5", auth: "bedrock", signingName: null, keyVariable: null },
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ["curl", "aws"]) {
    // It writes its words, a line each, and what it reads.
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/words'\ncat >'${folder}/body'\n`);
    chmodSync(join(folder, name), 0o755);
  }
});

/** What a shell makes of a command: the words and the standard input of the program that it names. */
function run(command: string | null): { readonly words: readonly string[]; readonly body: string } {
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    OPENROUTER_API_KEY: "key-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "s",
  };
  execFileSync("/bin/sh", ["-c", command ?? ""], { cwd: folder, env });
  const [words, body] = ["words", "body"].map((name) => readFileSync(join(folder, name), "utf8"));
  return { words: words?.trimEnd().split("\n") ?? [], body: body ?? "" };
}

describe("curl", () => {
  test("is asked with the key from the environment, and the body on its standard input", () => {
    const { words, body } = run(curlCommand(chat, '{"model":"moonshotai/kimi-k2.5"}').text);
    expect(words).toEqual([
      ...["-sS", "-N", "-D", "-", "-g", "https://openrouter.ai/api/v1/chat/completions"],
      ...["-H", "authorization: Bearer key-1", "-H", "content-type: application/json", "--data-binary", "@-"],
    ]);
    expect(body).toBe('{"model":"moonshotai/kimi-k2.5"}\n');
  });

  test("is asked with the version and the key of Messages", () => {
    const { words } = run(curlCommand({ ...chat, api: "messages", auth: "api-key" }, "{}").text);
    expect(words).toContain("https://openrouter.ai/api/v1/messages");
    expect(words).toEqual(expect.arrayContaining(["x-api-key: key-1", "anthropic-version: 2023-06-01"]));
    expect(words.filter((word) => word.startsWith("authorization"))).toEqual([]);
  });

  test("signs for Bedrock's door of Responses, whose stream is text", () => {
    const baseUrl = "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1";
    const { words } = run(curlCommand({ ...converse, api: "responses-stream", baseUrl }, "{}").text);
    expect(words).toContain(`${baseUrl}/responses`);
    expect(words).toEqual(expect.arrayContaining(["--aws-sigv4", "aws:amz:us-east-1:bedrock"]));
    expect(words).not.toContain("-o");
  });

  test("signs for Bedrock, and keeps the bytes of its stream in a file", () => {
    const { words } = run(curlCommand(converse, "{}").text);
    expect(words).toContain(
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse-stream",
    );
    expect(words).toEqual(expect.arrayContaining(["--aws-sigv4", "aws:amz:us-east-1:bedrock", "--user", "id:s"]));
    expect(words.slice(-4)).toEqual(["--data-binary", "@-", "-o", "reply.bin"]);
  });

  test("sends no key of the reader to a simulator", () => {
    for (const request of [chat, converse]) {
      const { words } = run(curlCommand({ ...request, baseUrl: "http://127.0.0.1:9" }, "{}", "dummy").text);
      expect(words).toContain("authorization: Bearer simulated");
      expect(words.join(" ")).not.toMatch(/key-1|sigv4|security-token/);
    }
  });

  test("takes a bearer key for an id with a colon, whose path curl signs wrongly", () => {
    const { text } = curlCommand({ ...converse, modelId: "vendor.m-v1:0" }, "{}");
    expect(text).toContain('-H "authorization: Bearer $AWS_BEARER_TOKEN_BEDROCK"');
    expect(text).not.toContain("--aws-sigv4");
  });

  test.each([
    'it\'s "quoted" $HOME `id` $(touch hit) \\ %s !! ~ * ;|&',
    "BODY",
    "BODY\nBODY_\n$(touch hit)\nBODY",
    "'; touch hit; '",
    "<<'BODY'\nBODY\ntouch hit",
    "é ☃ \u202e reversed",
  ])("gets a body as it is: %j", (text) => {
    const { body } = run(curlCommand(chat, text).text);
    expect(body).toBe(`${text}\n`);
    expect(existsSync(join(folder, "hit"))).toBe(false);
  });

  test.each<[why: string, body: string | null]>([
    ["is large", "x".repeat(20_000)],
    ["has a NUL", "a\0b"],
    ["has a carriage return", "a\rb"],
    ["is no text", null],
  ])("reads a body that %s from a file", (_why, body) => {
    const { text } = curlCommand(chat, body);
    expect(text).toContain("--data-binary @request.json");
    expect(text).not.toContain("xxx");
  });

  test.each<[change: Partial<TwinRequest>]>([
    [{ baseUrl: "https://a.test/$(touch hit)" }],
    [{ modelId: "a'; touch hit; '", api: "converse", auth: "bedrock", region: "us-east-1", baseUrl: null }],
    [{ keyVariable: "A;touch hit" }],
    [{ keyVariable: "AWS_SECRET_ACCESS_KEY" }],
  ])("has no command for %j, and says why", (change) => {
    const { text, why } = curlCommand({ ...chat, ...change }, "{}");
    expect(text).toBeNull();
    expect(why).toMatch(/^its /);
  });
});

describe("AWS's command line", () => {
  test("asks Converse with the same body, and says that it asks without a stream", () => {
    const { text } = awsCommand(converse, '{"messages":[]}');
    expect(text).toMatch(/^# the same request without a stream, which is another API: the failure may not show\n/);
    const { words, body } = run(text);
    expect(words).toEqual([
      ...["bedrock-runtime", "converse", "--model-id", "moonshotai.kimi-k2.5", "--region", "us-east-1"],
      ...["--cli-input-json", "file://request.json"],
    ]);
    expect(readFileSync(join(folder, "request.json"), "utf8")).toBe('{"messages":[]}\n');
    expect(body).toBe("");
  });

  test("asks a simulator with keys of its own", () => {
    const { text } = awsCommand({ ...converse, baseUrl: "http://127.0.0.1:9" }, "{}", "dummy");
    expect(text).toContain("AWS_ACCESS_KEY_ID=simulated AWS_SECRET_ACCESS_KEY=simulated AWS_SESSION_TOKEN= aws ");
    expect(run(text).words.slice(0, 2)).toEqual(["bedrock-runtime", "converse"]);
  });

  test.each<[why: RegExp, request: TwinRequest, body: string]>([
    [/its API is .* for which no script is written/, { ...converse, api: "generate-content" }, "{}"],
    [/base URL is not known/, { ...converse, api: "messages" }, "{}"],
    [
      /only ask Converse/,
      { ...converse, api: "messages", baseUrl: "https://bedrock-mantle.us-east-1.api.aws/anthropic/v1" },
      "{}",
    ],
    [/only ask Converse/, { ...converse, api: "invoke-model" }, "{}"],
    [/binary parts/, converse, '{"image":{"source":{"bytes":"AA=="}}}'],
    [/region/, { ...converse, region: "us-east-1;id" }, "{}"],
  ])("has no command where it cannot ask: %s", (why, request, body) => {
    expect(awsCommand(request, body)).toEqual({ text: null, why: expect.stringMatching(why) });
  });
});
