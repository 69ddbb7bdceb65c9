import { beforeAll, describe, expect, test } from "vitest";
import { checks } from "../src/verdict/checks/registry.js";
import { findingIds } from "../src/verdict/verdict.js";
import { catalogue } from "./broken/catalogue.js";
import { confirmedRates, confirmRate, disagreements } from "./broken/confirm.js";
import { type Control, runControls } from "./broken/controls.js";
import { type Proof, proveCatalogue } from "./broken/prove.js";

/** Findings that no seeded fault can raise, and where they are proven instead. */
const provenElsewhere: { readonly [id: string]: string } = {
  client: "two clients that read the same bytes differently: src/verdict/judge-turn.test.ts",
  "unexpected-finish": "no shipped scenario of this suite expects a finish: src/verdict/judge-turn.test.ts",
};

const checksProvenElsewhere: { readonly [id: string]: string } = {
  "expect/finish": "as unexpected-finish",
  "client/agrees": "as client",
};

describe("a seeded fault", () => {
  let proofs: readonly Proof[] = [];
  beforeAll(async () => {
    proofs = await proveCatalogue();
  });

  test("is found by its name, on every API, and nothing else is", () => {
    expect(proofs.filter(({ expected, found }) => expected !== found)).toEqual([]);
  });

  test("is in the catalogue for every finding", () => {
    const raised = new Set(
      catalogue.flatMap(({ bad = [], note = [] }) => [...bad, ...note]).map((one) => one.replace(/ \(.*\)$/, "")),
    );
    const missing = findingIds.filter((id) => !raised.has(id));
    expect(missing.sort()).toEqual(Object.keys(provenElsewhere).sort());
  });

  test("makes every check fail", () => {
    const failed = new Set(proofs.flatMap((proof) => proof.checks));
    const missing = checks.map(({ id }) => id).filter((id) => !failed.has(id));
    expect(missing).toEqual(Object.keys(checksProvenElsewhere));
  });

  test("is one of at least 80, each with an id of its own", () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(catalogue.length).toBeGreaterThanOrEqual(80);
  });
});

describe("a clean control", () => {
  let controls: readonly Control[] = [];
  beforeAll(async () => {
    controls = await runControls();
  });

  test("stays green on every API, in any chunking, however the model behaves well, also where it nearly writes a call", () => {
    expect(controls.filter(({ found }) => found !== "ok")).toEqual([]);
    expect(controls.length).toBe(554);
  });
});

describe("asking until the test decides", () => {
  // `npm run prove` does the same with 200 seeds a rate, and prints them.
  test.each(confirmedRates)("ends as computed at a failure rate of $rate ($fault)", async (rate) => {
    const confirmed = await confirmRate(rate, 12);
    expect(disagreements(confirmed)).toEqual([]);
  });
});
