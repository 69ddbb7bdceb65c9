import type { CounterTest, Who } from "../../verdict/regression/change/who-changed.js";
import type { Counts } from "../../verdict/regression/night.js";
import { counted } from "../counted.js";

/** What is shown of the question who changed a cell. */
export type ShownWho = {
  readonly cell: string;
  readonly tonight: { readonly night: string };
  readonly lastGood: { readonly night: string };
  readonly request: "equal" | "changed" | "unknown";
  readonly who: Who;
  readonly test: CounterTest | null;
  readonly ended: string | null;
};

const answers: { readonly [who in Who["who"]]: string } = {
  provider: "THE PROVIDER changed",
  we: "WE changed",
  both: "BOTH changed: the old bytes are worse than they were, and today's differ from them",
  nothing: "NOTHING differs now: both requests do as well as the baseline",
  "cannot-tell": "NOT CLEAR",
};

const reasons: { readonly [why in Who["why"]]: string } = {
  "rules-changed": "the replies of the last good night are bad by today's rules",
  "same-request": "we sent the same, and the replies of the last good night are still judged good",
  "judge-again": "we sent the same, but the replies of the last good night were not judged again",
  "counter-test": "both requests were asked now, in turns",
  "test-needed": "the requests differ, and only asking with both can decide",
  "test-too-small": "too few calls of both were answered",
  "test-undecided": "both requests were asked now, and the counts fit more than one answer",
};

const requests: { readonly [request in ShownWho["request"]]: string } = {
  equal: "the request is the same",
  changed: "the request differs",
  unknown: "one side kept no request to compare",
};

/** The answer for a person. */
export function whoText({ cell, tonight, lastGood, request, who, test, ended }: ShownWho): string {
  const counts = ({ bad, eligible }: Counts) => `${bad} of ${eligible} bad`;
  return [
    cell,
    `${lastGood.night} was good, ${tonight.night} is worse; ${requests[request]}`,
    `${answers[who.who]}: ${reasons[who.why]}`,
    ...(test === null
      ? []
      : [`today's request ${counts(test.ours)}, the one of ${lastGood.night} ${counts(test.theirs)}`]),
    ...(ended === null ? [] : [`ended early: ${ended}`]),
    ...(who.more > 0 ? [`about ${counted(who.more, "more call")} of each may decide`] : []),
  ].join("\n");
}
