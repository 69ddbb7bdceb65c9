import { beforeAll, describe, expect, test } from "vitest";
import { isOneNode, oneNodeTitle } from "../support/one-node.js";
import { openResponsesCheckout, openResponsesTitle } from "../support/open-responses-checkout.js";
import { bundleCompliance, runCompliance } from "./compliance.js";
import { models, serveModels } from "./served-models.js";
import { documentedUnmet, type Unmet, unmetOver } from "./unmet.js";

// The compliance tests of the Open Responses specification, at the commit that docs/doors.md names, against the router over the
// simulator. Nothing of them is in this repository.

const noCompact = "there is no `/responses/compact`: the answer is 404";

const tests = [
  ...["assistant-phase", "basic-response", "compact-missing-model", "compact-response", "image-input", "multi-turn"],
  ...["response-output-phase-schema", "streaming-response", "system-prompt", "tool-calling"],
  ...["websocket-compact-new-chain", "websocket-continuation", "websocket-failed-continuation-evicts-cache"],
  ...["websocket-previous-response-not-found", "websocket-reconnect-store-false-recovery", "websocket-response"],
  "websocket-sequential-responses",
];

/** The tests that do not pass, and why. */
const unmet: readonly Unmet[] = [
  { name: "assistant-phase", over: ["converse"], why: "Converse takes no conversation that begins with the assistant" },
  { name: "compact-missing-model", over: models, why: noCompact },
  { name: "compact-response", over: models, why: noCompact },
  { name: "websocket-compact-new-chain", over: models, why: noCompact },
];

const isSkipped = openResponsesCheckout === "" || !isOneNode;

describe.skipIf(isSkipped)(openResponsesTitle(oneNodeTitle("the Open Responses tests")), () => {
  let file = "";
  let url = "";
  beforeAll(async () => {
    file = await bundleCompliance();
    url = await serveModels();
  });

  test.each(models)("pass over %s, but for those that the documents name", async (model) => {
    const results = await runCompliance(file, { url, model });
    const failures = results.filter(({ status }) => status !== "passed");
    const known = unmetOver(unmet, model);
    const surprises = failures.filter(({ id }) => !known.includes(id)).map(({ id, errors }) => [id, errors]);
    expect(surprises).toEqual([]);
    expect(failures.map(({ id }) => id)).toEqual(known);
    expect(results.map(({ id }) => id)).toEqual(tests);
  });
});

test("the documents name each test that does not pass, and why", () => {
  expect(documentedUnmet("Open Responses")).toEqual(unmet);
});
