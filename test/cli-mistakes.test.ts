import { afterAll, describe, expect, test } from "vitest";
import { mistakesInFiles } from "./samples/mistakes-in-files.js";
import { mistakesInWords } from "./samples/mistakes-in-words.js";
import { expectParts } from "./support/expect-parts.js";
import { runProgram } from "./support/program.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const folders: WorkFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

function folderWith(files: { readonly [file: string]: string } = {}): WorkFolder {
  const folder = workFolder();
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) folder.write(file, text);
  return folder;
}

const earlier = {
  "reports/compatibility-matrix.md": "the report of yesterday\n",
  "reports/compatibility-matrix.json": '{"of": "yesterday"}\n',
};

describe.concurrent("a mistake is told once, with its place and its fix, and changes nothing", () => {
  test.each([...mistakesInFiles, ...mistakesInWords])("$title", async ({ args, spoil, code, says }) => {
    const folder = folderWith(earlier);
    spoil?.(folder);
    const before = folder.contents();
    const { code: found, stdout, stderr } = await runProgram(args, { cwd: folder.path });
    expectParts(stderr, says);
    expect(found).toBe(code);
    expect(stdout + stderr).not.toMatch(/^ {4}at /m);
    expect(folder.contents()).toEqual(before);
  });

  // Not called --env-file: Node 20 takes that option for its own wherever it stands on the line.
  test("a --keys-file that is not there", async () => {
    const folder = folderWith(earlier);
    const { code, stderr } = await runProgram(["run", "--keys-file", "nowhere.env"], { cwd: folder.path });
    expectParts(stderr, ["llm-parity: --keys-file nowhere.env: cannot be read (ENOENT)", "→ Give the path of a file"]);
    expect(code).toBe(2);
    expect(folder.contents()).toEqual(earlier);
  });
});
