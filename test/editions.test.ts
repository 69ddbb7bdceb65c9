import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { editionNow } from "../scripts/edition/present.js";
import { editionFiles, presentEdition, readEditions } from "../src/library/editions/read-editions.js";
import { standingOfCheck } from "../src/library/editions/standing-of.js";
import { editionSchema } from "../src/verdict/editions/edition.js";
import { editionChanges } from "../src/verdict/editions/edition-changes.js";
import { editionText } from "../src/verdict/editions/edition-text.js";
import { makeEdition } from "../src/verdict/editions/make-edition.js";
import { profiles } from "../src/verdict/editions/profiles.js";
import { provisionalChecks } from "../src/verdict/editions/provisional.js";
import { sinceOf } from "../src/verdict/editions/since.js";

const { sha256: _, ...present } = presentEdition();

test("the newest edition is what code, scenarios and shipped recordings have", async () => {
  const todo =
    present.frozen === null
      ? `Edition ${present.edition} is a draft: write it again with \`npm run edition\`.`
      : `Edition ${present.edition} is frozen: begin another with \`npm run edition -- YYYY-MM\`, and say in CHANGELOG.md what changed.`;
  const changes = editionChanges(present, await editionNow(present));
  expect(changes, `${todo}\n${changes.join("\n")}`).toEqual([]);
});

test("every edition is a valid file in its own form, under its own name", () => {
  for (const file of editionFiles()) {
    const text = readFileSync(file, "utf8");
    const edition = editionSchema.parse(JSON.parse(text));
    expect(`${edition.edition}.json`).toBe(basename(file));
    expect(editionText(edition)).toBe(text);
  }
});

test("only the newest edition is a draft", () => {
  const drafts = readEditions().filter(({ frozen }) => frozen === null);
  expect(drafts.every(({ edition }) => edition === present.edition)).toBe(true);
});

test("a change of a rule, of a scenario and of their number is named", () => {
  const [check, ...others] = present.checks;
  const [scenario, ...further] = present.scenarios;
  if (check === undefined || scenario === undefined) throw new Error("the edition is empty");
  const changed = { ...present, checks: [{ ...check, severity: "may" as const }, ...others] };
  expect(editionChanges(present, changed)).toEqual([`check ${check.id}: severity was "${check.severity}", now "may"`]);
  const edited = { ...present, scenarios: [{ ...scenario, sha256: "0" }, ...further] };
  expect(editionChanges(present, edited)).toEqual([
    `scenario ${scenario.id}: sha256 was "${scenario.sha256}", now "0"`,
  ]);
  expect(editionChanges(present, { ...present, scenarios: further })).toEqual([`scenario ${scenario.id} is gone`]);
  expect(editionChanges({ ...present, checks: others }, present)).toEqual([`check ${check.id} is new`]);
});

test("an item is there since the first edition that has it, and changed in the newest in which it did", () => {
  const scenario = { version: 1, tags: [], rows: [], id: "a" };
  const edition = (name: string, sha256: string) =>
    makeEdition({ edition: name, frozen: null }, { scenarios: [{ ...scenario, sha256 }], recordings: [] }, []);
  const editions = [edition("2026-01", "x"), edition("2026-02", "x"), edition("2026-03", "y")];
  expect(sinceOf("scenarios", "a", editions)).toEqual({ since: "2026-01", changed: "2026-03" });
  expect(sinceOf("scenarios", "b", editions)).toEqual({ since: null, changed: null });
});

test("a check that is named as provisional exists", () => {
  for (const id of Object.keys(provisionalChecks)) expect(standingOfCheck(id).stability, id).toBe("provisional");
});

test("a profile asks stable scenarios, and requires stable checks of severity must", () => {
  for (const { id, scenarios, checks } of profiles) {
    const asked = scenarios.map((name) => present.scenarios.find((one) => one.id === name)?.stability ?? "absent");
    expect([...new Set(asked)], id).toEqual(["stable"]);
    const required = checks.map((name) => present.checks.find((one) => one.id === name));
    expect([...new Set(required.map((check) => `${check?.stability} ${check?.severity}`))], id).toEqual([
      "stable must",
    ]);
    expect(new Set(checks).size, id).toBe(checks.length);
  }
});
