import { failingOf, fineOf, mayBe, type Rule } from "./rule.js";
import { controlsText } from "./words.js";

/** Rule 1: the recorded bytes are good, and one reader shows otherwise. */
export const readOtherwise: Rule = {
  id: "read-otherwise",
  says: "A second decoder reads the recorded bytes as good: the reader that shows otherwise is at fault. That is the `client`, or the `adapter` where the reader is ours.",
  source: "vercel/ai#19034, #19035 (frames swallowed, fixed in the decoder), 2026-11-28",
  conclude: ({ failing: { second } }) => {
    if (second === null || !second.otherIsGood || second.differences.length === 0) return null;
    const party = second.judged === "ours" ? "adapter" : "client";
    return {
      party,
      sentence: `${capitalised(readerText(second.other))} reads the recorded bytes as good, ${readerText(second.judged)} does not: ${second.differences.slice(0, 2).join("; ")}.`,
      uses: [],
      ...(second.isSuspicion === true
        ? { isSuspicion: true, but: ["No official SDK of this API was given these bytes."] }
        : {}),
    };
  },
};

/** Rule 2: something went out that did not come in, or that nobody asked for. */
export const changedOnTheWay: Rule = {
  id: "changed-on-the-way",
  says: "An id, a text or a block goes out other than it came in, or the body has a member that was not asked for: the sender is at fault (`client`, or `adapter` where it is ours), and this body is no evidence against a provider.",
  source:
    "MoonshotAI/kimi-code#2503; NousResearch/hermes-agent#43946; inspect_ai#3939; pi#2053; langchain-aws#1204, 2026-11-28",
  conclude: ({ failing: { changes, refusal } }) => {
    const [first] = changes;
    if (first === undefined) return null;
    const others = changes.length === 1 ? "" : `, and ${changes.length - 1} more`;
    return {
      party: first.by === "us" ? "adapter" : "client",
      sentence: `The request is not the one that was asked for: ${first.what}${others}. This body is not evidence against any other party.`,
      uses: [],
      ...(refusal === null ? { isSuspicion: true, but: ["The same request without the change was not sent."] } : {}),
    };
  },
};

/** Rule 1, asked anew: the same request by the other client is fine. */
export const otherClientFine: Rule = {
  id: "other-client-fine",
  says: "The same request by the other client, on the same endpoint and in the same run, is fine: the failing client is at fault. That is the `client` where it is the official SDK, and the `adapter` where it is ours.",
  source: "anomalyco/opencode#15137 (a client shows less than it was sent), 2026-02-26",
  conclude: (seen) => {
    const fine = fineOf(seen, "client");
    if (fine.length === 0 || failingOf(seen, "client").length > 0 || mayBe(seen, "fails", "client")) return null;
    return {
      party: seen.failing.sample.place.client === "http" ? "adapter" : "client",
      sentence: `The other client is fine on the same endpoint: ${controlsText(fine)}.`,
      uses: fine,
    };
  },
};

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function readerText(reader: string): string {
  return reader === "ours" ? "our decoder" : `the client ${reader}`;
}
