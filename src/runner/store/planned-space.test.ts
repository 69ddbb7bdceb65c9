import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { bytesText, freeBytesOf, plannedBytes, requireSpace } from "./planned-space.js";

const free = (bytes: number | null) => ({ freeBytes: () => Promise.resolve(bytes), hint: "Make room." });

test("a run needs 1.3 times what it plans", async () => {
  await requireSpace("runs", 1_000_000, free(1_300_000));
  await expect(requireSpace("runs", 1_000_000, free(1_299_999))).rejects.toMatchObject({
    name: "EvidenceError",
    message:
      "runs: nothing was asked, since 1.3 MB are free here and the evidence may take 1.3 MB (10.7 KB a call and 9 bytes a token that is sent, and 30 % more)",
    hint: "Make room.",
  });
});

test("where the file system says nothing, and where nothing is planned, the run goes on", async () => {
  await requireSpace("runs", 1_000_000, free(null));
  await requireSpace("runs", 0, free(0));
});

test("a folder that is not there yet counts as its nearest parent", async () => {
  const bytes = await freeBytesOf(join(temporaryFolder(), "not/there/yet"));
  expect(bytes).toBeGreaterThan(0);
});

test("the estimate covers what a night was measured to leave: 2,245 trials of 1.52 calls left 36 MB", () => {
  const bytes = plannedBytes({ calls: 2_245 * 1.52, inputTokens: 2_245 * 306 });
  expect(bytes).toBeGreaterThan(36e6);
  expect(bytes).toBeLessThan(60e6);
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_000, "1.0 KB"],
  [36_500_000, "36.5 MB"],
  [999_999_999, "1000 MB"],
  [2e12, "2.0 TB"],
  [5e18, "5000000 TB"],
])("%i is %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
