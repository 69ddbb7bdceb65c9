import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { matrixResults } from "./matrix/results-schema.js";
import { resultSchemas } from "./published-schemas.js";

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const report = (): { [member: string]: unknown } => JSON.parse(file("reports/compatibility-matrix.json"));

test.each(Object.entries(resultSchemas()))("schemas/%s is what the code says (npm run schemas)", (name, text) => {
  expect(file(`schemas/${name}`)).toBe(text);
});

describe("the shipped report", () => {
  test("is as the published schema says, read from the schema file alone", () => {
    const published = z.fromJSONSchema(JSON.parse(file("schemas/matrix.schema.json")));
    expect(published.safeParse(report()).error?.issues ?? []).toEqual([]);
  });

  test.each([
    ["another schema version", { ...report(), schemaVersion: 2 }],
    ["an unknown member", { ...report(), surprise: 1 }],
    ["no cells", { ...report(), cells: undefined }],
  ])("would be refused with %s", (_, broken) => {
    expect(matrixResults().safeParse(broken).success).toBe(false);
  });

  test("is data that comes back unchanged", () => {
    expect(matrixResults().parse(report())).toEqual(report());
  });
});
