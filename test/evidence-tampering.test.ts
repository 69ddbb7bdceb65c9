import { expect, test } from "vitest";
import { readBundle } from "../src/library/evidence/read-bundle.js";
import { verifyFiles } from "../src/library/evidence/verify-files.js";
import { everyFlip } from "./support/every-flip.js";
import { everyTampering } from "./support/every-tampering.js";
import { madeBundle } from "./support/made-bundle.js";
import { workFolder } from "./support/work-folder.js";

const verify = (folder: string) => {
  const read = readBundle(folder);
  return read.kind === "refused" ? read.problems : verifyFiles(read.files);
};

const folder = () => workFolder(Object.fromEntries(madeBundle())).path;

test("no flipped bit of a bundle goes unnoticed", async () => {
  const noticed = await everyFlip(folder(), verify);
  expect(noticed.unnoticed).toEqual([]);
  expect(noticed.tried).toBeGreaterThan(4000);
});

test("nothing that is added, removed, renamed or replaced goes unnoticed", async () => {
  const noticed = await everyTampering(folder(), verify);
  expect(noticed.unnoticed).toEqual([]);
  expect(noticed.tried).toBeGreaterThan(150);
});

test("a verifier that does not look is caught", async () => {
  const verifyNothing = () => [];
  const bundle = workFolder({ "a.txt": "a", SHA256SUMS: "b" }).path;
  expect(await everyFlip(bundle, verifyNothing)).toEqual({
    tried: 2,
    unnoticed: ["SHA256SUMS byte 0 bit 0", "a.txt byte 0 bit 0"],
  });
  expect(await everyFlip(bundle, verifyNothing, () => [])).toMatchObject({
    unnoticed: expect.arrayContaining(["SHA256SUMS byte 0 bit 0", "a.txt byte 0 bit 0"]),
  });
  await expect(everyFlip(bundle, () => ["broken"])).rejects.toThrow("not whole to begin with");
});
