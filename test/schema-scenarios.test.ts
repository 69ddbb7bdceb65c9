import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keywords } from "../scripts/schema-scenarios/keywords.js";
import { idOf, scenarioText } from "../scripts/schema-scenarios/scenario-text.js";
import { apiNames, seededCell } from "./broken/seeded-run.js";
import { root, scenarios } from "./support/repository.js";

const folder = join(root, "scenarios/schema");

test("the folder has a scenario for each keyword and no other", () => {
  expect(readdirSync(folder).sort()).toEqual(keywords.map((one) => `${idOf(one)}.yaml`).sort());
  expect(
    scenarios
      .filter(({ tags }) => tags.includes("schema"))
      .map(({ compare }) => compare[0]?.label)
      .sort(),
  ).toEqual(keywords.map(({ keyword }) => keyword).sort());
});

test.each(keywords)("$keyword: the file is what the table says (npm run schema-scenarios writes it)", (one) => {
  expect(readFileSync(join(folder, `${idOf(one)}.yaml`), "utf8")).toBe(scenarioText(one));
});

// The catalogue of seeded faults has each keyword ignored, on every API.
test.each(Object.values(apiNames))(
  "%s: a service that holds its reply to the schema honours every keyword",
  async (api) => {
    const cells = await Promise.all(
      keywords.map((one) => seededCell({ api, scenario: idOf(one), behaviour: {}, trials: 6 })),
    );
    const odd = cells.filter(({ observed, effects }) => observed !== "ok" || effects?.[0]?.verdict !== "honoured");
    expect(odd.map(({ cell, findings, effects }) => [cell.scenario, findings, effects])).toEqual([]);
  },
);

test("a service that refuses a keyword fails honestly", async () => {
  const message = "Invalid schema for response_format 'reply': 'multipleOf' is not permitted.";
  const verdict = await seededCell({
    ...{ api: "chat-completions", scenario: "schema-multiple-of", trials: 3 },
    // The second request of a trial has the keyword.
    behaviour: { faults: [{ fault: "status", status: 400, message, when: { nth: [2, 4, 6] } }] },
  });
  expect(verdict).toMatchObject({ observed: "unsupported", effects: [{ verdict: "refused", label: "multipleOf" }] });
  expect(verdict.reasonText).toContain(message);
});
