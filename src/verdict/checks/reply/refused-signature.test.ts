import { expect, test } from "vitest";
import { judged } from "../../../../test/samples/run-check.js";
import { failed, reply, turn } from "../../../../test/samples/transcripts.js";
import type { ReasoningPart } from "../../../chat/message.js";
import type { Turn } from "../../../transcript/transcript.js";
import { bad } from "../check.js";
import { withSignatureCause } from "./refused-signature.js";

const refused = bad("request-refused", "thinking-signature", "Invalid `signature` in `thinking` block");
const thought: ReasoningPart = {
  ...{ kind: "reasoning", text: "Look it up.", signature: "c2lnbmVk", redacted: null, details: null, field: null },
};
const detailed: ReasoningPart = {
  ...thought,
  ...{ signature: null, details: [{ type: "reasoning.encrypted", data: "b3BhcXVl", format: "google-gemini-v1" }] },
};

/** A refused turn that sends `sent` back, after a turn of `signer` that had `received`. */
function cause(sent: ReasoningPart, received: ReasoningPart, names: { signer?: string; refuser?: string } = {}) {
  const { signer = null, refuser = null } = names;
  const raw = refuser === null ? "no JSON" : JSON.stringify({ error: { metadata: { provider_name: refuser } } });
  const first: Turn = turn("call", reply([received], { upstream: signer }));
  const last = turn("answer", failed("thinking-signature", { raw }), {
    messages: [{ role: "assistant", parts: [sent], name: null }],
  });
  return withSignatureCause(refused, { ...judged(last), earlier: [first] }).cause;
}

test("a signature that went back as it came is the service's own", () => {
  expect(cause(thought, thought)).toBe("own-signature");
  expect(cause(thought, thought, { signer: "Anthropic", refuser: "Anthropic" })).toBe("own-signature");
  expect(cause(thought, thought, { signer: "Anthropic" })).toBe("own-signature");
});

test("one that another upstream refuses says so, also where a gateway keeps it in its details", () => {
  const names = { signer: "Google", refuser: "Google AI Studio" };
  expect(cause(thought, thought, names)).toBe("signature-of-other-upstream");
  expect(cause(detailed, detailed, names)).toBe("signature-of-other-upstream");
});

test("one that was changed, or came from elsewhere, is only refused; other findings stay as they are", () => {
  expect(cause(thought, { ...thought, signature: "other" })).toBe("thinking-signature");
  expect(cause({ ...thought, signature: null }, thought)).toBe("thinking-signature");
  const history = bad("request-refused", "invalid-history", "x");
  expect(withSignatureCause(history, judged(turn("answer", failed("invalid-history"))))).toBe(history);
});
