import type { ToolCallPart } from "../../../chat/message.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Expectation } from "../../../scenario/expectation.js";
import { isBlank, quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, callElsewhere, callsBroken, type JudgedTurn, nothingShown, type Seen } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { argumentsOf, describeCall } from "../tool-calls.js";
import { mismatchesOf } from "./argument-mismatch.js";
import { expectationsOf } from "./expectations-of.js";
import { isPromise } from "./promise.js";

type ExpectedCall = Extract<Expectation, { kind: "calls" }>["calls"][number];

/** Exactly the expected calls are made, in any order, with arguments that match. */
export const expectCalls: Check = {
  id: "expect/calls",
  claim: "the expected calls are made, and no other",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    "choice-ignored",
    ...nothingShown,
    ...callElsewhere,
    ...callsBroken,
    "legacy-call",
    "phantom-call",
    "tool-name-unknown",
    "call-id-duplicate",
    "harmony-preamble",
    "arguments-invalid-json",
    "arguments-empty",
    "arguments-mismatch",
  ],
  run: (judged) => {
    const expectations = expectationsOf(judged, "calls");
    if (expectations.length === 0) return null;
    return compareCalls(
      judged,
      expectations.flatMap(({ calls }) => calls),
    );
  },
};

function compareCalls(judged: JudgedTurn, expected: readonly ExpectedCall[]): readonly Seen[] {
  const made = [...toolCallsOf(judged.turn.reply)];
  if (made.length === 0) return expected.length === 0 ? [] : [noCall(judged, expected)];
  const unmatched = expected.filter(
    (wanted) => !take(made, (call) => call.name === wanted.tool && matches(call, wanted)),
  );
  const absent: ExpectedCall[] = [];
  const findings: Seen[] = [];
  for (const wanted of unmatched) {
    const similar = take(made, (call) => call.name === wanted.tool);
    if (similar === null) absent.push(wanted);
    else findings.push(bad("arguments-mismatch", null, `${describeCall(similar)}: ${mismatches(similar, wanted)}`));
  }
  return [...findings, ...absentAndSurplus(absent, made)];
}

/** A call in the place of an expected one is one fault, not two. */
function absentAndSurplus(absent: readonly ExpectedCall[], surplus: readonly ToolCallPart[]): readonly Seen[] {
  const findings: Seen[] = surplus.map((call, at) => {
    const instead = absent[at];
    return instead === undefined
      ? bad("unexpected-call", null, describeCall(call))
      : bad("unexpected-call", "instead-of-expected", `${describeCall(call)} where ${instead.tool} was expected`);
  });
  return [
    ...findings,
    ...absent.slice(surplus.length).map(({ tool }) => bad("missing-call", null, `${tool} was not called`)),
  ];
}

function noCall(judged: JudgedTurn, expected: readonly ExpectedCall[]): Seen {
  const text = visibleTextOf(judged.turn.reply);
  const wanted = expected.map(({ tool }) => tool).join(", ");
  if (isPromise(text)) return bad("promise-no-action", null, `${wanted} was not called: ${quote(text)}`);
  return bad("missing-call", null, `${wanted} was not called${isBlank(text) ? "" : `: ${quote(text)}`}`);
}

function matches(call: ToolCallPart, wanted: ExpectedCall): boolean {
  return mismatches(call, wanted) === "";
}

function mismatches(call: ToolCallPart, wanted: ExpectedCall): string {
  return mismatchesOf(argumentsOf(call) ?? {}, wanted.arguments).join("; ");
}

/** Removes and returns the first call that passes, null when none does. */
function take(calls: ToolCallPart[], passes: (call: ToolCallPart) => boolean): ToolCallPart | null {
  const at = calls.findIndex(passes);
  return at === -1 ? null : (calls.splice(at, 1)[0] ?? null);
}
