import type { ToolCallPart } from "../../../chat/message.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Expectation } from "../../../scenario/expectation.js";
import { isBlank, quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import {
  bad,
  type Check,
  type CheckFinding,
  callElsewhere,
  callsBroken,
  type JudgedTurn,
  nothingShown,
} from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { argumentsOf, describeCall } from "../tool-calls.js";
import { mismatchesOf } from "./argument-mismatch.js";
import { expectationsOf } from "./expectations-of.js";
import { isPromise } from "./promise.js";

type ExpectedCall = Extract<Expectation, { kind: "calls" }>["calls"][number];

/** Exactly the expected calls are made, in any order, with arguments that match. */
export const expectCalls: Check = {
  id: "expect/calls",
  claim: "exactly the expected calls are made",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    "choice-ignored",
    "crossed-reply",
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

function compareCalls(judged: JudgedTurn, expected: readonly ExpectedCall[]): readonly CheckFinding[] {
  const made = [...toolCallsOf(judged.turn.reply)];
  if (made.length === 0) return expected.length === 0 ? [] : [noCall(judged, expected)];
  const unmatched = expected.filter((call) => !take(made, (one) => one.name === call.tool && matches(one, call)));
  const absent: ExpectedCall[] = [];
  const findings: CheckFinding[] = [];
  for (const call of unmatched) {
    const similar = take(made, (one) => one.name === call.tool);
    if (similar === null) absent.push(call);
    else findings.push(bad("arguments-mismatch", null, `${describeCall(similar)}: ${mismatches(similar, call)}`));
  }
  return [...findings, ...absentAndSurplus(absent, made)];
}

/** A call in place of an expected one counts as one fault, not two. */
function absentAndSurplus(absent: readonly ExpectedCall[], surplus: readonly ToolCallPart[]): readonly CheckFinding[] {
  const findings: CheckFinding[] = surplus.map((call, index) => {
    const expected = absent[index];
    return expected === undefined
      ? bad("unexpected-call", null, describeCall(call))
      : bad("unexpected-call", "instead-of-expected", `${describeCall(call)} where ${expected.tool} was expected`);
  });
  return [
    ...findings,
    ...absent.slice(surplus.length).map(({ tool }) => bad("missing-call", null, `${tool} was not called`)),
  ];
}

function noCall(judged: JudgedTurn, expected: readonly ExpectedCall[]): CheckFinding {
  const text = visibleTextOf(judged.turn.reply);
  const tools = expected.map(({ tool }) => tool).join(", ");
  if (isPromise(text)) return bad("promise-no-action", null, `${tools} was not called: ${quote(text)}`);
  return bad("missing-call", null, `${tools} was not called${isBlank(text) ? "" : `: ${quote(text)}`}`);
}

function matches(call: ToolCallPart, expected: ExpectedCall): boolean {
  return mismatches(call, expected) === "";
}

function mismatches(call: ToolCallPart, expected: ExpectedCall): string {
  return mismatchesOf(argumentsOf(call) ?? {}, expected.arguments).join("; ");
}

/** Removes and returns the first call that passes; null when none does. */
function take(calls: ToolCallPart[], passes: (call: ToolCallPart) => boolean): ToolCallPart | null {
  const index = calls.findIndex(passes);
  return index === -1 ? null : (calls.splice(index, 1)[0] ?? null);
}
