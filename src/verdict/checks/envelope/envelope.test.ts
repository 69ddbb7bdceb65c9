import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { reply, text, turn } from "../../../../test/samples/transcripts.js";
import type { Turn } from "../../../transcript/transcript.js";
import { envelopeIdentity } from "./identity.js";
import { envelopeRequestId } from "./request-id.js";

describe("envelope", () => {
  test.each<[id: string | null, model: string | null, found: readonly string[] | null]>([
    ["gen-1", "m", []],
    [null, "m", ["a reply of m without an id"]],
    ["gen-1", null, null],
    [null, null, null],
  ])("identity: the id %j of the model %j", (id, model, found) => {
    const answer = reply([text("42")], { id, model });
    if (found === null) expect(said(envelopeIdentity, answer)).toBeNull();
    else expect(evidence(envelopeIdentity, answer)).toEqual(found);
  });

  const plain = turn("s", reply([text("42")], { requestId: null }));
  const attempts = (...changes: readonly Partial<Turn["attempts"][number]>[]): Turn => ({
    ...plain,
    attempts: changes.flatMap((change) => plain.attempts.map((one) => ({ ...one, ...change }))),
  });

  test.each<[title: string, asked: Turn, found: readonly string[] | null]>([
    ["none in any attempt", attempts({}, {}), ["note request-id-missing"]],
    ["one in an earlier attempt", attempts({ requestId: "req-1" }, {}), []],
    ["one in the reply", { ...plain, reply: reply([text("42")]) }, []],
    ["an attempt without an exchange", attempts({ exchange: null }), null],
    ["an attempt without a status", attempts({ status: null }), null],
    [
      "an id of an attempt that was not answered",
      attempts({ status: null, requestId: "req-1" }, {}),
      ["note request-id-missing"],
    ],
    ["no attempt", attempts(), null],
  ])("request id: %s", (_title, asked, found) => {
    expect(said(envelopeRequestId, asked)).toEqual(found);
  });
});
