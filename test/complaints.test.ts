import { beforeAll, describe, expect, test } from "vitest";
import { cellText } from "../src/report/cell-text.js";
import { findingIds } from "../src/verdict/verdict.js";
import { catalogue, type Seeded } from "./broken/catalogue.js";
import { type Proof, proveCatalogue } from "./broken/prove.js";
import { apiNames, seededCell } from "./broken/seeded-run.js";
import { complaintIssues, complaintRows } from "./support/complaint-rows.js";
import { scenarios } from "./support/repository.js";

const everyRow = Array.from({ length: 15 }, (_, at) => at + 1);
const named = new Set(complaintRows.flatMap(({ faults }) => faults));

describe("docs/complaints.md", () => {
  test("has each of the fifteen complaints once, with issues that can be looked up", () => {
    expect(complaintRows.map(({ row }) => row)).toEqual(everyRow);
    expect(complaintIssues.map(({ row }) => row)).toEqual(everyRow);
    const all = complaintIssues.flatMap(({ issues, lost }) => [...issues, ...lost]);
    expect(all.filter((one) => !/^[\w.-]+\/[\w.-]+#\d+$/.test(one))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(complaintRows)(
    "row $row names scenarios and faults that exist, and the scenarios are those of its faults",
    (row) => {
      const faults = row.faults.map(faultNamed);
      expect([...new Set(faults.map(({ scenario }) => scenario))].sort()).toEqual([...row.scenarios].sort());
      expect(row.scenarios.filter((id) => !scenarios.some((one) => one.id === id))).toEqual([]);
    },
  );

  test.each(complaintRows)("row $row prints the cell of its first fault", async ({ faults: [first = ""], cell }) => {
    const { apis, scenario, behaviour, model, pinned = null, firstByteMs = null, trials = 1 } = faultNamed(first);
    const api = apiNames[apis[0] ?? "chat"];
    expect(cellText(await seededCell({ api, scenario, behaviour, model, pinned, firstByteMs, trials }))).toBe(cell);
  });
});

describe("a complaint", () => {
  let proofs: readonly Proof[] = [];
  beforeAll(async () => {
    proofs = await proveCatalogue(catalogue.filter(({ id }) => named.has(id)));
  });

  test.each(complaintRows)("row $row comes out by name on every API that has its faults", ({ faults, names }) => {
    const ofRow = proofs.filter(({ fault }) => faults.includes(fault));
    const found = ofRow.map(({ fault, api, found }) => ({ fault, api, names: namesIn(found) }));
    expect(found.filter((one) => !one.names.some((name) => names.includes(name)))).toEqual([]);
    const seen = new Set(found.flatMap((one) => one.names));
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
  });

  test("is named by findings of the closed list, or by a word of an excluded trial", () => {
    const words = new Set(catalogue.flatMap(({ excluded }) => excluded ?? []));
    const ids = complaintRows.flatMap(({ names }) => names).map((name) => name.replace(/ \(.*\)$/, ""));
    expect(ids.filter((id) => !words.has(id) && !findingIds.some((one) => one === id))).toEqual([]);
  });
});

describe("a well-behaved service", () => {
  const asked = [...new Set(complaintRows.flatMap(({ scenarios: ids }) => ids))];

  test.each(asked)("gives no cause for complaint in %s, on any API", async (scenario) => {
    for (const api of Object.values(apiNames)) {
      const { observed, findings } = await seededCell({ api, scenario, behaviour: {} });
      expect([api, observed === "ok" || observed === "unsupported", findings]).toEqual([api, true, []]);
    }
  });
});

function faultNamed(id: string): Seeded {
  const found = catalogue.find((one) => one.id === id);
  if (found === undefined) throw new Error(`docs/complaints.md names a fault that does not exist: ${id}`);
  return found;
}

/** `excluded: quota` and `a (b), note c` as the page writes them. */
function namesIn(found: string): readonly string[] {
  return found.split(", ").map((one) => one.replace(/^(?:excluded: |note )/, ""));
}
