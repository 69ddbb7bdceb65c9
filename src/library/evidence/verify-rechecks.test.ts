import { describe, expect, test } from "vitest";
import { listOf, madeBundle, withList } from "../../../test/support/made-bundle.js";
import { recheckFile, recheckPath } from "./recheck-names.js";
import { sha256Of } from "./sums.js";
import { verifyFiles } from "./verify-files.js";

const bytes = (text: string) => new TextEncoder().encode(text);

const first = "rechecks/2026-11-29T01-33-08-123Z.json";
const second = "rechecks/2026-12-01T00-00-00-000Z.json";

/** The bundle with some files changed or, by null, removed, under a list that is right for them: a careful forger's. */
const forged = (changes: { readonly [path: string]: string | null }) => {
  const files = new Map(madeBundle());
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, bytes(text));
  }
  return verifyFiles(withList(files)).map(({ says }) => says);
};

const broken = (path: string) => [
  `"${path}" says that SHA256SUMS had another hash before it: a file of an earlier time, or an earlier recheck, was exchanged, added or taken away after it`,
];

describe("under a new list that is right", () => {
  test.each<[string, { readonly [path: string]: string | null }, string]>([
    ["a page that was changed", { "report.md": "# All is well\n" }, first],
    ["a file that was added", { "more.md": "" }, first],
    ["a file that was taken away", { "report.md": null }, first],
    [
      "a file that was renamed",
      { "report.md": null, "page.md": "# The reply is empty\n\n| failing | 10 of 10 |\n" },
      first,
    ],
    ["an earlier recheck that was taken away", { [first]: null, [first.replace("json", "har")]: null }, second],
    ["the exchanges of an earlier recheck that were taken away", { [first.replace("json", "har")]: null }, second],
    [
      "a recheck of an earlier time that was added",
      { [recheckPath(new Date(0), "json")]: `{"previous":"${"0".repeat(64)}"}` },
      recheckPath(new Date(0), "json"),
    ],
  ])("%s shows", (_, changes, at) => {
    expect(forged(changes)).toEqual(broken(at));
  });

  test("an earlier recheck that was changed shows in the next", () => {
    const text = new TextDecoder().decode(madeBundle().get(first));
    expect(forged({ [first]: text.replace("still", "fixed") })).toEqual(broken(second));
  });

  test("what was done to the newest recheck alone cannot show", () => {
    expect(forged({ [second.replace("json", "har")]: "other" })).toEqual([]);
    expect(forged({ [second]: null, [second.replace("json", "har")]: null })).toEqual([]);
  });
});

test("a recheck takes the hash of the list that it finds", () => {
  const files = madeBundle();
  const previous = sha256Of(files.get("SHA256SUMS") ?? "");
  const third = recheckPath(new Date("2027-01-01T00:00:00Z"), "json");
  expect(third).toBe("rechecks/2027-01-01T00-00-00-000Z.json");
  const grown = withList(new Map([...files, [third, bytes(JSON.stringify({ previous }))]]));
  expect(verifyFiles(grown)).toEqual([]);
  expect(sha256Of(listOf(files))).toBe(previous);
});

describe("a file in the folder of the rechecks", () => {
  const notOne =
    "is not a file of a recheck: those are named by a time in UTC, as 2026-11-29T01-33-08-123Z.json or .har";
  test.each([
    "rechecks/note.md",
    "rechecks/2026-12-02.json",
    "rechecks/2026-12-02T00-00-00Z.json",
    "rechecks/2026-02-30T00-00-00-000Z.json",
    "rechecks/2026-12-02T24-00-00-000Z.json",
    "rechecks/2026-12-02T00-00-00-000Z.json.bak",
    "rechecks/a/2026-12-02T00-00-00-000Z.json",
    "rechecks/2026-12-02T00-00-00-000+01.json",
  ])("%s is none of a recheck", (path) => {
    expect(recheckFile(path)).toBeNull();
    expect(forged({ [path]: "{}" })).toEqual([`"${path}" ${notOne}`]);
  });

  test.each([
    ["{}", 'has no "previous" with the SHA-256 of SHA256SUMS before it, in 64 lower-case digits'],
    ["[]", 'has no "previous" with the SHA-256 of SHA256SUMS before it, in 64 lower-case digits'],
    ["null", 'has no "previous" with the SHA-256 of SHA256SUMS before it, in 64 lower-case digits'],
    ['{"previous":"ABC"}', 'has no "previous" with the SHA-256 of SHA256SUMS before it, in 64 lower-case digits'],
    [
      '{"__proto__":{"previous":"0"}}',
      'has no "previous" with the SHA-256 of SHA256SUMS before it, in 64 lower-case digits',
    ],
    ["", "is no JSON that is read: it ends too early"],
    [
      '{"previous":"0","previous":"1"}',
      'has the name "previous" twice in one object, so readers can differ on its value',
    ],
  ])("a recheck that is %s is refused", (text, why) => {
    expect(forged({ [second]: text })).toEqual([`"${second}" ${why}`]);
  });

  test("exchanges without their recheck are refused", () => {
    expect(forged({ [second]: null })).toEqual([
      '"rechecks/2026-12-01T00-00-00-000Z.har" has no recheck: its .json is not listed',
    ]);
  });
});
