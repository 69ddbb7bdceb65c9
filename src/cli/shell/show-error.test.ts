import { afterEach, expect, test, vi } from "vitest";
import { UsageError } from "../../library/usage-error.js";
import { showError } from "./show-error.js";

afterEach(() => void vi.restoreAllMocks());

const canary = "CANARY-value-of-a-key";

test.each([
  ["a mistake that can be mended", new UsageError(`--base-url https://u:${canary}@x/: refused`, { hint: canary }), 2],
  [
    "a mistake of ours, its stack and its causes",
    new TypeError(`fetch of https://x/?k=${encodeURIComponent(canary)}`),
    5,
  ],
  ["what is no error", `Bearer ${canary}`, 5],
])("%s is told without a secret of the environment", (_title, error, code) => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  expect(showError(error, { SOME_API_KEY: canary, LLM_PARITY_DEBUG: "1" })).toBe(code);
  expect(written.join("")).toContain("REDACTED");
  expect(written.join("")).not.toContain(canary);
});
