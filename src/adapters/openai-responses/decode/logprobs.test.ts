import { expect, test } from "vitest";
import { fold } from "../../../chat/fold.js";
import type { JsonObject } from "../../../chat/json.js";
import { noAliases } from "../../adapter.js";
import { finishStream, step } from "../decode-stream.js";
import { startState } from "./stream-state.js";

const piece = (token: string, more: number = 0) => ({
  token,
  logprob: -0.5,
  top_logprobs: Array.from({ length: more }, (_, at) => ({ token: `t${at}`, logprob: -1 })),
});
const whole = (token: string, bytes: readonly number[]) => ({ ...piece(token), bytes });

const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
const delta = (text: string, logprobs: JsonObject[string]) => ({
  ...{ type: "response.output_text.delta", ...at, delta: text },
  logprobs,
});
const done = (text: string, logprobs: JsonObject[string]) => ({
  ...{ type: "response.output_text.done", ...at, text },
  logprobs,
});

function message(text: string, logprobs: JsonObject[string]): JsonObject {
  const content = [{ type: "output_text", text, annotations: [], logprobs }];
  return { type: "message", id: "msg_1", role: "assistant", status: "completed", content };
}

function read(...events: readonly JsonObject[]) {
  let state = startState({ status: 200, requestId: null, aliases: noAliases });
  const all = [{ type: "response.created", response: { id: "r", status: "in_progress" } }, ...events].flatMap(
    (event) => {
      const next = step(state, event);
      state = next.state;
      return next.events;
    },
  );
  const reply = fold([...all, ...finishStream(state, { kind: "eof", pending: false }).events]);
  return {
    logprobs: reply.logprobs,
    differ: reply.notes.filter(({ id }) => id === "pieces-differ").map((one) => one.message),
  };
}

const added = { type: "response.output_item.added", output_index: 0, item: { ...message("", []), content: [] } };
const completed = (output: readonly JsonObject[]) => ({
  type: "response.completed",
  response: { id: "r", status: "completed", output, usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } },
});

test("those of the pieces of a stream are read in order, with the fewest and the most alternatives", () => {
  const { logprobs } = read(added, delta("Hi", [piece("Hi", 2)]), delta(" you", [piece(" you", 1)]), completed([]));
  expect(logprobs).toEqual({ tokens: 2, text: "Hi you", fewestAlternatives: 1, mostAlternatives: 2, oddities: [] });
});

test("those that are repeated whole count in place of the pieces, since only they have bytes", () => {
  const [one, two] = [whole("\ufffd", [0xc3]), whole("\ufffd", [0xa9])];
  const events = [added, delta("", [piece("\ufffd")]), delta("é", [piece("\ufffd")]), done("é", [one, two])];
  const { logprobs, differ } = read(...events, completed([message("é", [one, two])]));
  expect([logprobs?.tokens, logprobs?.text, differ]).toEqual([2, "é", []]);
});

test("those of a body or of an item that came without pieces are read", () => {
  expect(read(completed([message("Hi", [piece("Hi")])])).logprobs?.text).toBe("Hi");
});

test("an empty list, and none, are no log probabilities", () => {
  const { logprobs } = read(added, delta("Hi", []), done("Hi", []), completed([message("Hi", [])]));
  expect(logprobs).toBeNull();
  expect(read(added, delta("Hi", null), completed([])).logprobs).toBeNull();
});

test("another number of tokens where they are repeated is noted", () => {
  const two = [piece("H"), piece("i")];
  const { logprobs, differ } = read(
    added,
    delta("Hi", [piece("Hi")]),
    done("Hi", two),
    completed([message("Hi", two)]),
  );
  expect(logprobs?.tokens).toBe(2);
  expect(differ).toEqual(["the log probabilities of item 0 differ: 1 tokens before, 2 in response.output_text.done"]);
});

test("what is no list is an oddity, and those of a broken stream are kept", () => {
  const { logprobs } = read(added, delta("Hi", "none"), delta("!", [piece("!")]));
  expect([logprobs?.tokens, logprobs?.oddities.map(({ kind }) => kind)]).toEqual([1, ["other-form"]]);
});
