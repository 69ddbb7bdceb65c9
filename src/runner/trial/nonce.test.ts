import { expect, test } from "vitest";
import type { Message } from "../../chat/message.js";
import { nonceOf, withNonce } from "./nonce.js";

const text = (words: string) => ({ kind: "text", text: words }) as const;
const system: Message = { role: "system", parts: [text("Be brief.")], name: null };
const user: Message = { role: "user", parts: [text("Hello."), text("You?")], name: null };

test("a nonce differs from trial to trial and is the same for every column", () => {
  const nonces = Array.from({ length: 200 }, (_, trial) => nonceOf(7, trial + 1));
  expect(new Set(nonces).size).toBe(200);
  expect(nonceOf(7, 3)).toBe(nonceOf(7, 3));
  expect(nonces.every((nonce) => /^\[ref [0-9a-f]{6}\]$/.test(nonce))).toBe(true);
});

test("it stands before the first text of the first user message, and nowhere else", () => {
  expect(withNonce([system, user, user], "[ref 00ff00]")).toEqual([
    system,
    { role: "user", parts: [text("[ref 00ff00] Hello."), text("You?")], name: null },
    user,
  ]);
});

test("without a user's text the messages stay as they are", () => {
  expect(withNonce([system], "[ref 00ff00]")).toEqual([system]);
});
