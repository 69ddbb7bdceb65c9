import type { Api } from "../../src/chat/api.js";
import type { Reply } from "../../src/chat/reply.js";
import type { Expectation } from "../../src/scenario/expectation.js";
import type { Turn } from "../../src/transcript/transcript.js";
import type { Check, JudgedTurn } from "../../src/verdict/checks/check.js";
import { judgedTurnOf } from "../../src/verdict/judged-turn.js";
import { scenario, step, transcript, turn } from "./transcripts.js";

type Asked = { readonly expect?: readonly Expectation[]; readonly api?: Api };

/** A turn, or a reply to the sample's request, as a check sees it; asked over a stream unless the API says otherwise. */
export function judged(answer: Reply | Turn, { expect = [], api = "converse-stream" }: Asked = {}): JudgedTurn {
  const one = "step" in answer ? answer : turn("s", answer);
  return judgedTurnOf(one, transcript([one], { api }), scenario([step("s", expect)]));
}

/** What one check alone says, each finding as `severity id cause`; null where it does not apply. */
export function said(check: Check, answer: Reply | Turn, asked: Asked = {}): readonly string[] | null {
  const seen = check.run(judged(answer, asked));
  return (
    seen?.map(({ severity, id, cause }) => [severity, id, cause].filter((word) => word !== null).join(" ")) ?? null
  );
}

/** What one check alone quotes as evidence, in order. */
export function evidence(check: Check, answer: Reply | Turn, asked: Asked = {}): readonly string[] {
  return (check.run(judged(answer, asked)) ?? []).map(({ seen }) => seen);
}
