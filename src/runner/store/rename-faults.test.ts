import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { type Rename, writeAtomically } from "./atomic-write.js";
import { RunDirectory } from "./run-directory.js";

/** A rename whose call number `failing`, from 1, ends with the error `code` of the file system. */
function failingRename(failing: number, code: string): Rename {
  let made = 0;
  return async (from, to) => {
    made += 1;
    if (made === failing) throw Object.assign(new Error(`${code}: rename`), { code });
    return rename(from, to);
  };
}

const tools = { redactor: createRedactor([]) };

test.each([
  ["ENOSPC", "no space is left on the device (ENOSPC)"],
  ["EROFS", "the file system is read-only (EROFS)"],
  ["EIO", "EIO: rename"],
])("a run whose run.json cannot be renamed (%s) is not begun, and leaves nothing behind", async (code, says) => {
  const root = temporaryFolder();
  const failing = { ...tools, rename: failingRename(1, code) };
  await expect(RunDirectory.create(root, emptyRunFacts(), failing)).rejects.toMatchObject({
    name: "EvidenceError",
    message: expect.stringContaining(says),
    hint: expect.stringContaining("--runs"),
  });
  expect(readdirSync(root)).toEqual([]);
  const directory = await RunDirectory.create(root, emptyRunFacts(), tools);
  await directory.close();
  expect(readdirSync(directory.path).sort()).toEqual(["journal.jsonl", "run.json"]);
});

test.each([1, 2, 3])("of files that are written again, the one at rename %i keeps what it had", async (at) => {
  const folder = temporaryFolder();
  const files = ["a", "b", "c"];
  for (const name of files) writeFileSync(join(folder, name), "old");
  const move = failingRename(at, "ENOSPC");
  const errors: unknown[] = [];
  for (const name of files) await writeAtomically(join(folder, name), "new", move).catch((error) => errors.push(error));
  expect(errors).toMatchObject([{ code: "ENOSPC" }]);
  expect(readdirSync(folder).sort()).toEqual(files);
  expect(files.map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(
    files.map((_, index) => (index + 1 === at ? "old" : "new")),
  );
});
