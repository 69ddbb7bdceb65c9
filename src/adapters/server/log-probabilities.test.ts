import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { fold } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import type { TokenLogprob } from "../../chat/reply.js";
import type { Door } from "../door.js";
import { chatDoor } from "../openai-chat/server/door.js";
import { responsesDoor } from "../openai-responses/server/door.js";

const identity = { id: "5f3c-11", createdSeconds: 1, model: "kimi" };
const asked = { model: "kimi", region: null, service: "openai-compatible" } as const;
const asksChat = { logprobs: true };
const asksResponses = { include: ["message.output_text.logprobs"] };

const token = (text: string): TokenLogprob => ({ token: text, logprob: -0.5, bytes: null, alternatives: null });
const scores = (part: number | null, ...texts: readonly string[]): ChatEvent => ({
  ...{ kind: "logprobs-piece", part },
  tokens: texts.map(token),
});
const said = (part: number, text: string): ChatEvent => ({ kind: "text-delta", part, text });
const text: ChatEvent = { kind: "text-start", part: 0 };
const summed: ChatEvent = {
  kind: "logprobs",
  logprobs: { tokens: 1, text: "4", fewestAlternatives: 0, mostAlternatives: 0, oddities: [] },
};
const end: readonly ChatEvent[] = [
  { kind: "part-end", part: 0 },
  { kind: "finish", finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } },
  { kind: "reply-end" },
];
const inChat = (name: string) => ({ token: name, logprob: -0.5, bytes: null, top_logprobs: [] });
const inResponses = (name: string) => ({ ...inChat(name), bytes: [...Buffer.from(name)] });

/** What a stream writes, and says that it lost. `restartAt`: another reply goes on in place of the events before it. */
function written(
  door: Door,
  events: readonly ChatEvent[],
  { body, restartAt = -1 }: { body: JsonObject; restartAt?: number },
) {
  const stream = door.openStream({ identity, body, asked, redact: (error) => error });
  let sse = "";
  for (const [at, event] of events.entries()) {
    if (at === restartAt) stream.restart(asked);
    sse += stream.write(event);
  }
  const all = sse.split("\n\n").flatMap((block) => {
    const data = /^data: (\{.*)$/m.exec(block)?.[1];
    return data === undefined ? [] : [JSON.parse(data)];
  });
  return { all, lost: stream.takeWarnings().map(({ id, field }) => `${id} ${field}`) };
}

describe("a stream of Chat Completions", () => {
  const chunks = (events: readonly ChatEvent[], how: { body?: JsonObject; restartAt?: number } = {}) => {
    const { all, lost } = written(chatDoor, [...events, ...end], { body: asksChat, ...how });
    const seen = all.flatMap(({ choices }) => choices).filter((choice) => choice.delta.content !== undefined);
    return { lost, seen: seen.map(({ delta, logprobs }) => [delta.content, logprobs]) };
  };

  test("R41 has them in the chunk of their text, and none beside a text without them", () => {
    const { seen, lost } = chunks([
      text,
      scores(0, "4"),
      said(0, "4"),
      said(0, "2"),
      scores(0, "!"),
      said(0, "!"),
      summed,
    ]);
    expect(seen).toEqual([
      ["4", { content: [inChat("4")], refusal: null }],
      ["2", null],
      ["!", { content: [inChat("!")], refusal: null }],
    ]);
    expect(lost).toEqual([]);
  });

  test("has those that no text follows in a chunk of their own", () => {
    const { seen } = chunks([text, said(0, "4"), scores(0, "4"), scores(0, "<end>")]);
    expect(seen).toEqual([
      ["4", null],
      ["", { content: [inChat("4"), inChat("<end>")], refusal: null }],
    ]);
  });

  test("that another reply goes on in has none of the tokens whose text was not sent", () => {
    const reply = [text, scores(0, "4")];
    expect(chunks([...reply, ...reply, said(0, "4")], { restartAt: reply.length }).seen).toEqual([
      ["4", { content: [inChat("4")], refusal: null }],
    ]);
  });

  const dropped: ChatEvent = { kind: "warning", warning: { id: "dropped", field: "logprobs", message: "not sent" } };
  const missing = ["logprobs-missing choices[0].logprobs"];
  test.each<[string, readonly ChatEvent[], JsonObject, readonly string[]]>([
    ["were asked for and did not come", [text, said(0, "4")], asksChat, missing],
    ["were not asked for", [text, said(0, "4")], {}, []],
    ["the upstream is known not to have", [dropped, text, said(0, "4")], asksChat, []],
    ["have no text to stand beside", [], asksChat, []],
  ])("says once that they are missing, where they %s", (_title, events, body, lost) => {
    expect(chunks(events, { body }).lost).toEqual(lost);
    const encoded = chatDoor.encodeReply(fold([...events, ...end]), { identity, body });
    const warnings = encoded.kind === "completion" ? encoded.warnings : [];
    expect(warnings.filter(({ id }) => id.startsWith("logprobs")).map(({ id, field }) => `${id} ${field}`)).toEqual(
      lost,
    );
  });

  test("says which entries are none", () => {
    const oddities = [{ kind: "no-token", seen: "{}" }] as const;
    const odd: ChatEvent = { ...summed, logprobs: { ...summed.logprobs, oddities } };
    expect(chunks([text, said(0, "4"), odd]).lost).toEqual(["logprobs-odd choices[0].logprobs"]);
  });
});

describe("a stream of Responses", () => {
  const events = (list: readonly ChatEvent[]) => written(responsesDoor, [...list, ...end], { body: asksResponses });
  const deltas = (all: readonly { readonly type: string; readonly delta: string; readonly logprobs: unknown }[]) =>
    all.filter(({ type }) => type === "response.output_text.delta").map(({ delta, logprobs }) => [delta, logprobs]);

  test("has them beside each piece, and all of them beside the whole text", () => {
    const { all, lost } = events([
      text,
      scores(0, "4"),
      said(0, "4"),
      said(0, "2"),
      scores(0, "é"),
      said(0, "é"),
      summed,
    ]);
    expect(deltas(all)).toEqual([
      ["4", [inResponses("4")]],
      ["2", []],
      ["é", [inResponses("é")]],
    ]);
    const both = [inResponses("4"), inResponses("é")];
    expect(all.find(({ type }) => type === "response.output_text.done").logprobs).toEqual(both);
    expect(all.find(({ type }) => type === "response.content_part.done").part.logprobs).toEqual(both);
    expect(all.at(-1).response.output[0].content[0].logprobs).toEqual(both);
    expect(lost).toEqual([]);
  });

  test("keeps those that came before their text, and says which have none", () => {
    expect(deltas(events([scores(null, "4"), text, said(0, "4")]).all)).toEqual([["4", [inResponses("4")]]]);
    const call: ChatEvent = { kind: "tool-call-start", part: 0, id: "c", name: "f", argumentsText: "{}" };
    expect(events([call, scores(null, "4")]).lost).toContain("logprobs-dropped output[].content[].logprobs");
  });

  test("says that they are missing where a text came without", () => {
    expect(events([text, said(0, "4")]).lost).toContain("logprobs-missing output[].content[].logprobs");
  });
});

test("a whole response has them beside the text that they belong to", () => {
  const events = [
    text,
    said(0, "4"),
    { kind: "part-end", part: 0 },
    { kind: "text-start", part: 1 },
    said(1, "2"),
  ] as const;
  const pieces = [scores(1, "2"), scores(null, "4")].flatMap((event) =>
    event.kind === "logprobs-piece" ? [event] : [],
  );
  const encoded = responsesDoor.encodeReply(fold([...events, summed, ...end.slice(1)]), {
    ...{ identity, body: { ...asksResponses, top_logprobs: 3 }, scores: pieces },
  });
  expect(encoded).toMatchObject({
    body: {
      top_logprobs: 3,
      output: [{ content: [{ logprobs: [inResponses("4")] }] }, { content: [{ logprobs: [inResponses("2")] }] }],
    },
  });
});
