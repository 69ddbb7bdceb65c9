import { describe, expect, test } from "vitest";
import type { TwinRequest } from "../src/report/evidence/twins/twin.js";
import { documentedKeys } from "../src/simulator/credentials/known-keys.js";
import { loadProfile } from "../src/simulator/load-profiles.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { root, scenarios } from "./support/repository.js";
import { serveExchange } from "./support/simulated-run.js";
import { bedrockRequest, openRequest, orderOf, tools, toolTitle, twinBundle } from "./support/twin-bundle.js";

/** Serves the offline providers, which check keys and signatures. */
async function serveChecking(): Promise<string> {
  const profiles = ["kimi-silent", "default"].map((name) => loadProfile(`${root}/scenarios/profiles/${name}.yaml`));
  const simulator = createSimulator({ profiles, scenarios, seed: 1, now: () => new Date(), authorization: "checked" });
  return (await serveExchange(simulator.exchange)).url;
}

const [longLived, temporary] = documentedKeys.accessKeys.map(({ accessKeyId, secretAccessKey, sessionToken }) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === null ? {} : { AWS_SESSION_TOKEN: sessionToken }),
}));
const bearer = { AWS_BEARER_TOKEN_BEDROCK: documentedKeys.bearer };
const wrongSecret = { ...longLived, AWS_SECRET_ACCESS_KEY: "wrong/K7MDENG/bPxRfiCYEXAMPLEKEY" };

const right = [
  ["a pair of keys", longLived ?? {}],
  ["a pair with a session token", temporary ?? {}],
  ["a bearer key", bearer],
] as const;
const wrong = [
  ["a wrong secret", wrongSecret, /^REFUSED status=(403|-) type=InvalidSignatureException id=\S+\n$/],
  [
    "a wrong bearer key",
    { AWS_BEARER_TOKEN_BEDROCK: "wrong" },
    /^REFUSED status=(403|-) type=AccessDeniedException id=\S+\n$/,
  ],
] as const;

const result = { toolUseId: "callSF001", content: [{ text: "62F" }] };
const converse = JSON.stringify({
  messages: [
    { role: "user", content: [{ text: "Wie ist das Wetter in Köln?" }] },
    { role: "assistant", content: [{ toolUse: { toolUseId: "callSF001", name: "get_weather", input: {} } }] },
    { role: "user", content: [{ toolResult: result }] },
  ],
  toolConfig: { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }] },
});
const invoke = JSON.stringify({ messages: [{ role: "user", content: "Grüße" }], max_tokens: 64 });

const rows = [
  ["curl.sh", "converse", "curl"],
  ["curl.sh", "converse-stream", "curl"],
  ["curl.sh", "invoke-model", "curl"],
  ["sdk.mjs", "converse-stream", "node"],
  ["sdk.mjs", "invoke-model-stream", "node"],
  ["boto3.py", "converse-stream", "boto3"],
  ["boto3.py", "invoke-model", "boto3"],
  ["aws-cli.sh", "converse", "awsCli"],
] as const;

describe.each(rows)("%s on %s, where signatures are checked,", (file, api, needed) => {
  const isConverse = api.startsWith("converse");

  test.skipIf(!tools[needed])(toolTitle("shows the symptom with every right key", needed), async () => {
    const bundle = twinBundle(orderOf(bedrockRequest(api, await serveChecking())), {
      failing: isConverse ? converse : invoke,
    });
    const said = await Promise.all(right.map(([, env]) => bundle.run(file, [], env)));
    const expected = isConverse
      ? { code: 1, stdout: expect.stringMatching(/^EMPTY stop=end_turn out=0 id=\S+\n$/) }
      : { code: 0, stdout: expect.stringMatching(/^ANSWER stop=stop out=\d+ id=\S+\n$/) };
    expect(said.map(({ code, stdout }) => ({ code, stdout }))).toEqual(right.map(() => expected));
  });

  test.skipIf(!tools[needed])(toolTitle("is refused with a wrong one, which is not the symptom", needed), async () => {
    const failing = bedrockRequest(api, await serveChecking());
    const bundle = twinBundle(orderOf(failing, { symptom: "refused" }), { failing: isConverse ? converse : invoke });
    for (const [, env, line] of wrong) {
      const { code, stdout } = await bundle.run(file, [], env);
      expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringMatching(line) });
    }
  });
});

describe("an id with a colon, where signatures are checked,", () => {
  const request = async (): Promise<TwinRequest> => ({
    ...bedrockRequest("converse", await serveChecking()),
    modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  });
  const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });

  test.skipIf(!tools.boto3)(toolTitle("is signed right by the SDKs", "boto3"), async () => {
    const bundle = twinBundle(orderOf(await request()), { failing: body });
    for (const file of ["sdk.mjs", "boto3.py"])
      expect(await bundle.run(file, [], longLived ?? {})).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^ANSWER /),
      });
  });

  test.skipIf(!tools.curl)(toolTitle("is asked by curl with a bearer key", "curl"), async () => {
    const bundle = twinBundle(orderOf(await request()), { failing: body });
    expect(await bundle.run("curl.sh", [], longLived ?? {})).toMatchObject({ code: 2, stdout: "" });
    expect(await bundle.run("curl.sh", [], bearer)).toMatchObject({ code: 0 });
  });
});

describe("Bedrock's two other doors, where signatures are checked,", () => {
  const question = { model: "anthropic.claude-haiku-4-5", max_tokens: 64 };
  const doors = [
    ["messages", "/anthropic/v1", JSON.stringify({ ...question, messages: [{ role: "user", content: "Grüße" }] })],
    ["responses", "/openai/v1", JSON.stringify({ model: "moonshotai.kimi-k2.5", input: "Grüße" })],
  ] as const;

  test.skipIf(!tools.curl).each(doors)(
    toolTitle("%s is asked by curl with a pair, and with a bearer key", "curl"),
    async (api, base, body) => {
      const request = { ...bedrockRequest(api, `${await serveChecking()}${base}`), modelId: "moonshotai.kimi-k2.5" };
      const bundle = twinBundle(orderOf(request), { failing: body });
      for (const [, env] of right)
        expect(await bundle.run("curl.sh", [], env)).toMatchObject({
          code: 0,
          stdout: expect.stringMatching(/^ANSWER /),
        });
      expect(await bundle.run("curl.sh", [], wrongSecret)).toMatchObject({
        code: 2,
        stdout: expect.stringMatching(/^REFUSED /),
      });
    },
  );
});

describe("a provider's key, where keys are checked,", () => {
  const body = JSON.stringify({ model: "moonshotai/kimi-k2.5", messages: [{ role: "user", content: "Hello" }] });

  test.each(["curl.sh", "openai.mjs"])("is refused by %s where it is wrong", async (file) => {
    const failing = openRequest("chat-completions", `${await serveChecking()}/api/v1`);
    const bundle = twinBundle(orderOf(failing, { symptom: "refused" }), { failing: body });
    expect(await bundle.run(file, [], { OPENROUTER_API_KEY: "simulated" })).toMatchObject({ code: 0 });
    const { code, stdout } = await bundle.run(file, [], { OPENROUTER_API_KEY: "sk-wrong" });
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(/^REFUSED status=401 type=\S+ id=\S+\n$/),
    });
  });
});
