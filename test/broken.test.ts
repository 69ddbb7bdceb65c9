import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Api } from "../src/chat/api.js";
import { checks } from "../src/verdict/checks/registry.js";
import { allClaims } from "../src/verdict/effects/all-claims.js";
import { findingIds } from "../src/verdict/verdict.js";
import { catalogue } from "./broken/catalogue.js";
import { confirmedRates, confirmRate, disagreements } from "./broken/confirm.js";
import { type Control, runControls } from "./broken/controls.js";
import { type Proof, proveCatalogue } from "./broken/prove.js";
import { apiNames, seededRun } from "./broken/seeded-run.js";
import { conformanceRows } from "./support/conformance-rows.js";
import { root, scenarios } from "./support/repository.js";

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

  test.each(conformanceRows().filter(({ faults }) => faults.length > 0))(
    "turns a check of row $row of docs/conformance.md red, each that the row names",
    ({ faults, ids }) => {
      const proofsOf = (fault: string) => proofs.filter((proof) => proof.fault === fault);
      const idle = faults.filter(
        (fault) => !proofsOf(fault).some((proof) => proof.checks.some((id) => ids.includes(id))),
      );
      expect(idle).toEqual([]);
      const failed = new Set(faults.flatMap((fault) => proofsOf(fault).flatMap((proof) => proof.checks)));
      const named = ids.filter((id) => allClaims.some((claim) => claim.id === id));
      expect(named.filter((id) => !failed.has(id))).toEqual([]);
    },
  );

  test("is one of at least 80, each with an id of its own", () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(catalogue.length).toBeGreaterThanOrEqual(80);
  });
});

describe("a row of docs/conformance.md", () => {
  const rows = conformanceRows();
  const isScenario = (id: string) => scenarios.some((one) => one.id === id);
  const checkOf = (id: string) => allClaims.find((one) => one.id === id);

  test("is there for each number from 1 to 120, once", () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
  });

  test.each(rows)("$row is held by what exists, or says why no API has it", ({ ids, reason, files }) => {
    const unknown = [...ids, ...files].filter(
      (id) => !isScenario(id) && checkOf(id) === undefined && !existsSync(join(root, id)),
    );
    expect(unknown).toEqual([]);
    expect(ids.length > 0).toBe(reason === null);
  });

  test.each(rows)("$row has the strongest word of its checks, and a proof where it has a check", (row) => {
    const words = row.ids.flatMap((id) => checkOf(id)?.rule.severity ?? []);
    expect(row.word).toBe(words.includes("must") ? "must" : words.includes("should") ? "should" : "");
    expect(row.faults.length + row.files.length > 0).toBe(words.length > 0 || row.files.length > 0);
  });
});

describe("a clean control", () => {
  let controls: readonly Control[] = [];
  beforeAll(async () => {
    controls = await runControls();
  });

  test("stays green on every API, in any chunking, however the model behaves well, also where it nearly writes a call", () => {
    expect(controls.filter(({ found }) => found !== "ok")).toEqual([]);
    expect(controls.length).toBe(794);
  });
});

describe("a scenario", () => {
  // Another text in place of the answer or of the call; or a call in place of the answer, for a scenario that only forbids calls.
  const otherwise = ["ignores-result", "repeats-call"] as const;

  async function failsWith(api: Api, scenario: string, fault: (typeof otherwise)[number]): Promise<boolean> {
    const { observed } = await seededRun({ api, scenario, behaviour: { faults: [{ fault, when: {} }] } });
    return observed === "bad" || observed === "unsupported";
  }

  // What must be refused is no work of the model: the catalogue has a service that answers each, "answered".
  const asked = scenarios.filter(
    (one) => !one.steps.some(({ expect: all }) => all.some(({ kind }) => kind === "refused")),
  );

  test.each(asked.map(({ id }) => id))(
    "%s fails on every API that has it, when the model does otherwise",
    async (scenario) => {
      for (const api of Object.values(apiNames)) {
        let fails = false;
        for (const fault of otherwise) fails ||= await failsWith(api, scenario, fault);
        expect([api, fails]).toEqual([api, true]);
      }
    },
  );
});

describe("asking until the test decides", () => {
  // `npm run prove` does the same with 200 seeds a rate, and prints them.
  test.each(confirmedRates)("ends as computed at a failure rate of $rate ($fault)", async (rate) => {
    const confirmed = await confirmRate(rate, 12);
    expect(disagreements(confirmed)).toEqual([]);
  });
});
