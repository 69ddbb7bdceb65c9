import { expect, test } from "vitest";
import { reply } from "../../test/samples/transcripts.js";
import { unreadText } from "./unread-text.js";

const noted = (...notes: readonly (readonly [id: string, message: string])[]) =>
  unreadText(reply([], { notes: notes.map(([id, message]) => ({ id, message })) }));

test("a reply of which everything was read has nothing to quote", () => {
  expect(noted()).toBe("");
  expect(noted(["comments", "2 comment lines"], ["usage-missing", "no usage"])).toBe("");
});

test("what was not read is quoted, at most three of it", () => {
  expect(noted(["unknown-field", "a"], ["comments", "b"], ["unknown-block", "c"])).toBe("; a; c");
  expect(noted(...["a", "b", "c", "d", "e"].map((message) => ["unknown-content", message] as const))).toBe(
    "; a; b; c; 2 more",
  );
});
