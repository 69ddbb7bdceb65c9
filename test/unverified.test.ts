import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unverifiedPage } from "../scripts/unverified/page.js";
import type { Assumption } from "../src/library/probes/assumption.js";
import { assumptions } from "../src/library/probes/registry.js";
import { root } from "./support/repository.js";

test("docs/unverified.md is what `npm run unverified` writes", () => {
  expect(readFileSync(join(root, "docs/unverified.md"), "utf8")).toBe(unverifiedPage(assumptions));
});

describe("an assumption", () => {
  test("has an id of its own, in kebab case", () => {
    const ids = assumptions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("is one sentence with a source and its date", () => {
    const wrong = assumptions.filter(
      ({ statement, source, date }) => !statement.endsWith(".") || source === "" || !/^20\d\d-\d\d-\d\d$/.test(date),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test("names files that are there", () => {
    const named = (one: Assumption) => [...one.relies.matchAll(/`((?:src|docs|scenarios)\/[\w./-]+)`/g)];
    const missing = assumptions.flatMap((one) => named(one).map(([, file = ""]) => file));
    expect(missing.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(missing.length).toBeGreaterThan(20);
  });
});

test("there are at least 25 assumptions, and at least 15 have a probe", () => {
  expect(assumptions.length).toBeGreaterThanOrEqual(25);
  expect(assumptions.filter(({ probe }) => probe.kind === "ask").length).toBeGreaterThanOrEqual(15);
});

test("the page escapes what would end a cell", () => {
  const [first] = assumptions;
  if (first === undefined) throw new Error("there is no assumption");
  const page = unverifiedPage([{ ...first, statement: "a | b\nc", probe: { kind: "none", why: "because" } }]);
  expect(page).toContain("| a \\| b c |");
  expect(page).toContain("| because |");
});
