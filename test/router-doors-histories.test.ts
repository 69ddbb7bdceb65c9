import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/chat/json.js";
import { plainRequest } from "../src/chat/request.js";
import { type Dialect, dialects, written } from "./dialects/dialect.js";
import { covers, tokensIn } from "./dialects/elements.js";
import { soundHistory } from "./dialects/histories.js";
import { callsOf, pairsOf } from "./dialects/said.js";
import { clients } from "./router-doors/clients.js";
import { type Got, routed } from "./router-doors/routed.js";
import { type Said, upstreams } from "./router-doors/upstreams.js";

let all: readonly Dialect[] = [];
beforeAll(async () => {
  all = await dialects();
});
const dialect = (title: string) => all.find((one) => one.title === title) ?? expect.unreachable();

const said: Said = {
  ...{ reasoning: null, text: "It is 42.", calls: [], finish: "stop" },
  usage: { input: 1, cached: 0, output: 1 },
};
const pairs = clients.flatMap((client) =>
  upstreams.map((upstream) => [client.title, upstream.title, client, upstream] as const),
);

describe.each(pairs)("a history of a client of %s that goes to a service of %s", (from, to, client, upstream) => {
  test("keeps every message, call, result and opaque token, or says by the client's path which it could not", async () => {
    const property = fc.asyncProperty(soundHistory(from), fc.boolean(), async (messages, stream) => {
      const own = written(dialect(from), { ...plainRequest("a", messages), maxOutputTokens: 100 }, "faithful");
      fc.pre(own.kind === "encoded");
      const body = { ...own.body, model: "a", stream };
      const got = await routed({ client, body, to: [{ upstream, answer: { said } }] });
      const [sent] = got.sent;
      if (sent === undefined) return expectRefusal(got, body);
      const warnings = got.headers["x-llm-parity-warnings"] ?? "";
      fc.pre(warnings.length < 4096);
      const there = new Set(tokensIn(JSON.parse(sent.body)));
      const named = fieldsIn(warnings);
      const lost = placesIn(body).filter(
        ({ path, token }) => !there.has(token) && !named.some((field) => covers(field, path)),
      );
      expect(lost).toEqual([]);
      const asClient = client.door.readRequest(body, { allows: () => false, headers: {} });
      const asService = readBack(dialect(to), sent.url, sent.body);
      if (asClient.kind === "refused") return expect.unreachable();
      expect(callsOf(asService)).toEqual(callsOf(asClient.request));
      expect(pairsOf(asService)).toEqual(pairsOf(asClient.request));
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

function readBack({ adapter }: Dialect, url: string, body: string) {
  return adapter.decodeRequest({ method: "POST", url, headers: [], body: Buffer.from(body) }).request;
}

/** The refusal names something that the body has. */
function expectRefusal({ status, body }: Got, sent: JsonObject): void {
  expect(status).toBe(400);
  const { error } = body as { error: { param?: string | null; message: string } };
  const named = error.param ?? /(?:messages|input|system|instructions|tools)[\w.[\]]*/.exec(error.message)?.[0] ?? "";
  const steps = named.match(/[^.[\]]+/g) ?? [""];
  // biome-ignore lint/suspicious/noExplicitAny: a path into untyped JSON
  const found = steps.reduce((value: any, step) => value?.[step], sent);
  expect(found === undefined ? `${named}: ${error.message}` : "").toBe("");
}

/** The members that a warnings header names. */
function fieldsIn(warnings: string): readonly string[] {
  return [...warnings.matchAll(/(?:^|; )[\w-]+: ([\w.[\]]+): /g)].map(([, field = ""]) => field);
}

/** Ids may be renamed on their way; that each result still answers its call is looked at apart. */
const ids = new Set(["id", "call_id", "tool_call_id", "tool_use_id"]);

/** Every token of a body with its path there. */
function placesIn(value: JsonValue, path = ""): readonly { readonly path: string; readonly token: string }[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => placesIn(one, `${path}[${index}]`));
  if (!isJsonObject(value))
    return typeof value === "string" ? tokensIn({ value }).map((token) => ({ path, token })) : [];
  return Object.entries(value).flatMap(([name, one]) =>
    ids.has(name) ? [] : placesIn(one ?? null, path === "" ? name : `${path}.${name}`),
  );
}
