import { describe, expect, test } from "vitest";
import { models, serveModels } from "./examiners/served-models.js";
import { eventsOf } from "./router-doors/clients.js";

// Log probabilities through the doors that have a place for them, over the simulator. Its tokens are words, the chosen one at -0.25.

// biome-ignore lint/suspicious/noExplicitAny: what a client reads is untyped JSON
type Any = any;

/** What a client learns of log probabilities. `texts`: the tokens of each piece beside the piece's text. */
type Heard = {
  readonly text: string;
  readonly tokens: readonly Any[];
  readonly warnings: string | null;
  readonly pieces: readonly (readonly [text: string, tokens: string])[];
};

type Door = {
  readonly path: string;
  readonly ask: (alternatives: number) => object;
  readonly read: (body: Any) => Pick<Heard, "text" | "tokens">;
  readonly pieces: (events: readonly Any[]) => readonly { readonly text: string; readonly tokens: readonly Any[] }[];
};

const question = "What is 15 + 27? Answer with the number only.";

const chat: Door = {
  path: "/v1/chat/completions",
  ask: (alternatives) => ({
    messages: [{ role: "user", content: question }],
    ...{ logprobs: true, top_logprobs: alternatives },
  }),
  read: ({ choices: [{ message, logprobs }] }) => ({ text: message.content, tokens: logprobs?.content ?? [] }),
  pieces: (events) =>
    events
      .flatMap(({ choices }) => choices ?? [])
      .map(({ delta, logprobs }) => ({ text: delta.content ?? "", tokens: logprobs?.content ?? [] })),
};

const responses: Door = {
  path: "/v1/responses",
  ask: (top_logprobs) => ({ input: question, top_logprobs, include: ["message.output_text.logprobs"] }),
  read: ({ output }) => {
    const [{ text, logprobs }] = output.find(({ type }: Any) => type === "message").content;
    return { text, tokens: logprobs };
  },
  pieces: (events) =>
    events
      .filter(({ type }) => type === "response.output_text.delta")
      .map(({ delta, logprobs }) => ({ text: delta, tokens: logprobs })),
};

async function whole(url: string, model: string, { path, ask, read }: Door): Promise<Heard> {
  const answer = await post(url + path, { model, ...ask(2) });
  return { ...read(await answer.json()), warnings: answer.headers.get("x-llm-parity-warnings"), pieces: [] };
}

async function streamed(url: string, model: string, { path, ask, pieces }: Door): Promise<Heard> {
  const answer = await post(url + path, { model, ...ask(2), stream: true });
  const text = await answer.text();
  const heard = pieces(eventsOf(text).flatMap(({ data }) => (data === "[DONE]" ? [] : [data])));
  const comments = text.split("\n\n").filter((block) => block.startsWith(":"));
  return {
    text: heard.map((piece) => piece.text).join(""),
    tokens: heard.flatMap(({ tokens }) => tokens),
    warnings: [answer.headers.get("x-llm-parity-warnings") ?? [], comments].flat().join("\n") || null,
    pieces: heard.map((piece) => [piece.text, piece.tokens.map(({ token }) => token).join("")]),
  };
}

async function post(url: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return answer;
}

const doors = [
  ["Chat Completions", chat],
  ["Responses", responses],
] as const;

describe.each(doors)("through %s, log probabilities", (_title, door) => {
  test.each(["chat", "responses"] as const)("of an upstream of the API %s come with their text", async (model) => {
    const url = await serveModels();
    const read = await whole(url, model, door);
    const stream = await streamed(url, model, door);
    for (const { text, tokens, warnings } of [read, stream]) {
      expect(tokens.length).toBeGreaterThan(0);
      expect(tokens.map(({ token }) => token).join("")).toBe(text);
      expect(tokens[0]).toMatchObject({
        logprob: -0.25,
        top_logprobs: [{ logprob: -0.25 }, { token: " or1", logprob: -1.25 }],
      });
      expect(warnings ?? "").not.toContain("logprobs");
    }
    expect(read.tokens[0].bytes).toEqual([...Buffer.from(read.tokens[0].token)]);
    expect(stream.text).toBe(read.text);
    const scored = stream.pieces.filter(([, tokens]) => tokens !== "");
    expect(scored).toEqual(scored.map(([text]) => [text, text]));
  });

  test.each(["converse", "messages"] as const)(
    "that an upstream of the API %s does not have are named",
    async (model) => {
      const url = await serveModels();
      for (const ask of [whole, streamed]) {
        const { tokens, warnings } = await ask(url, model, door);
        expect(tokens).toEqual([]);
        expect(warnings?.match(/logprobs/g)?.length).toBeGreaterThan(0);
        expect(warnings).toContain("is not sent");
        expect(warnings).not.toContain("logprobs-missing");
      }
    },
  );
});

test("every model behind the router is asked in these tests", () => {
  expect([...models].sort()).toEqual(["chat", "converse", "messages", "responses"]);
});
