import { afterEach, expect, test, vi } from "vitest";
import { parseForeignYaml } from "../recordings/yaml/foreign-yaml.js";
import { withoutEnvironment } from "./without-environment.js";
import { parseYaml } from "./yaml.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("the environment is away during the work, and back after it and after a throw", () => {
  vi.stubEnv("LLM_PARITY_SAMPLE", "here");
  const before = process.env;
  expect(withoutEnvironment(() => process.env["LLM_PARITY_SAMPLE"])).toBeUndefined();
  expect(process.env).toBe(before);
  const fail = () => {
    throw new RangeError("no");
  };
  expect(() => withoutEnvironment(fail)).toThrow("no");
  expect(process.env["LLM_PARITY_SAMPLE"]).toBe("here");
});

test("the switches of the yaml library print nothing", () => {
  for (const name of ["LOG_TOKENS", "LOG_STREAM"]) vi.stubEnv(name, "1");
  const log = vi.spyOn(console, "log").mockReturnValue();
  const dir = vi.spyOn(console, "dir").mockReturnValue();
  expect(parseYaml("a: 1", "a.yaml").value).toEqual({ a: 1 });
  expect(parseForeignYaml("a: 1")).toMatchObject({ documents: [{ a: 1 }] });
  expect([log.mock.calls, dir.mock.calls]).toEqual([[], []]);
});
