import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../test/support/repository.js";
import { workFolder } from "../../../test/support/work-folder.js";
import { removeKnown } from "./remove-known.js";

const entry = (model: string) =>
  `model: ${model}\n    target: ${model}/bedrock/converse\n    scenario: tool-call\n    finding: empty-reply\n    bug: https://example.org/${model}\n    since: 2026-11-01\n    expires: 2027-11-01\n`;

const head = "# yaml-language-server: $schema=x\n#\n# What is expected to differ.\n\nknown:\n";
const [a, b, c] = [
  `  # About a: well-known.\n  - ${entry("a")}    note: >-\n      One - with a dash,\n      # and no comment.\n`,
  `  - # the second, well-known\n    ${entry("b")}`,
  `  # About c.\n  - ${entry("c")}`,
];
const whole = `${head}${a}\n${b}\n\n${c}# The end.\n`;

async function removed(text: string, indices: readonly number[]): Promise<string> {
  const folder = workFolder({ "known.yaml": text });
  await removeKnown(join(folder.path, "known.yaml"), indices);
  return folder.read("known.yaml");
}

test.each([
  ["the first", [0], `${head}${b}\n\n${c}# The end.\n`],
  ["the middle one", [1], `${head}${a}\n${c}# The end.\n`],
  ["the last", [2], `${head}${a}\n${b}\n\n# The end.\n`],
  ["two", [0, 2], `${head}${b}\n\n# The end.\n`],
])("taking out %s leaves every other byte, comments too", async (_, indices, left) => {
  expect(await removed(whole, indices)).toBe(left);
});

test("a file with line ends of Windows keeps them", async () => {
  const windows = (text: string) => text.replaceAll("\n", "\r\n");
  expect(await removed(windows(whole), [1])).toBe(windows(`${head}${a}\n${c}# The end.\n`));
});

test("where none is left the list is empty, and the comments above stay", async () => {
  expect(await removed(whole, [0, 1, 2])).toMatch(
    /^# yaml-language-server[\s\S]*# What is expected to differ\.\n\nknown: ?[\s\S]*\[[^\w]*\]/,
  );
});

test("a list on one line is written anew without the entry", async () => {
  const one = (model: string) =>
    `{ model: ${model}, target: t, scenario: s, finding: f, bug: "https://example.org", since: 2026-11-01, expires: 2027-11-01 }`;
  const text = await removed(`known: [${one("a")}, ${one("b")}] # both\n`, [0]);
  expect(text).toMatch(/^known:\s+\[\s*\{ model: b, [\s\S]*\}\s*\] # both\n$/);
});

test("a file that is not valid stays as it is", async () => {
  const folder = workFolder({ "known.yaml": "known:\n  - model: A B\n" });
  await expect(removeKnown(join(folder.path, "known.yaml"), [0])).rejects.toMatchObject({ name: "SourceError" });
  expect(folder.read("known.yaml")).toBe("known:\n  - model: A B\n");
});

test("any entry of the shipped file can be taken out", async () => {
  const shipped = readFileSync(join(root, "scenarios/known.yaml"), "utf8");
  const entries = shipped.match(/^ {2}- /gm)?.length ?? 0;
  expect(entries).toBeGreaterThan(2);
  for (let index = 0; index < entries; index += 1) {
    const left = await removed(shipped, [index]);
    expect(left.match(/^ {2}- /gm)).toHaveLength(entries - 1);
    expect(left.startsWith(shipped.slice(0, shipped.indexOf("known:")))).toBe(true);
  }
});
