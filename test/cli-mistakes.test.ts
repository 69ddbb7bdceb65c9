import { describe, expect, test } from "vitest";
import { mistakesInFiles } from "./samples/mistakes-in-files.js";
import { mistakesInWords } from "./samples/mistakes-in-words.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { workFolder } from "./support/work-folder.js";

const earlier = {
  "reports/compatibility-matrix.md": "the report of yesterday\n",
  "reports/compatibility-matrix.json": '{"of": "yesterday"}\n',
};

describe("a mistake is told once, with its place and its fix, and changes nothing", () => {
  test.each([...mistakesInFiles, ...mistakesInWords])("$title", async ({ args, spoil, code, says }) => {
    const folder = workFolder(earlier);
    spoil?.(folder);
    const before = folder.contents();
    const { code: found, stdout, stderr } = await runCommand(args, { cwd: folder.path });
    expectParts(stderr, says);
    expect(found).toBe(code);
    expect(stdout + stderr).not.toMatch(/^ {4}at /m);
    expect(folder.contents()).toEqual(before);
  });

  // Not called --env-file: Node 20 takes that option for its own wherever it stands on the line.
  test("a --keys-file that is not there", async () => {
    const folder = workFolder(earlier);
    const { code, stderr } = await runCommand(["run", "--keys-file", "nowhere.env"], { cwd: folder.path });
    expectParts(stderr, ["llm-parity: --keys-file nowhere.env: cannot be read (ENOENT)", "→ Give the path of a file"]);
    expect(code).toBe(2);
    expect(folder.contents()).toEqual(earlier);
  });
});
