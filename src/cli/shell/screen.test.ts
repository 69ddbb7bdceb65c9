import { afterEach, describe, expect, test, vi } from "vitest";
import { screenOf } from "./screen.js";
import { hasWidth, widthOf } from "./width.js";

const stream = (isTTY: boolean, columns: number) => ({ isTTY, columns }) as NodeJS.WriteStream;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the width of the output", () => {
  test.each([
    ["a terminal has its own, whatever COLUMNS says", stream(true, 90), "60", 90],
    ["a terminal that reports no columns has that of COLUMNS", stream(true, 0), "60", 60],
    ["a pipe has that of COLUMNS", stream(false, 0), "60", 60],
    ["a pipe without COLUMNS has 120", stream(false, 0), undefined, 120],
    ["a pipe with COLUMNS that is no number has 120", stream(false, 0), "wide", 120],
    ["a pipe with COLUMNS=0 has 120", stream(false, 0), "0", 120],
    ["a pipe with a negative COLUMNS has 120", stream(false, 0), "-5", 120],
    ["a pipe with an empty COLUMNS has 120", stream(false, 0), "", 120],
  ])("%s", (_, output, columns, width) => {
    expect(widthOf(output, columns === undefined ? {} : { COLUMNS: columns })).toBe(width);
  });

  test("is known of a terminal and where COLUMNS is set", () => {
    expect([hasWidth(stream(true, 80), {}), hasWidth(stream(false, 0), { COLUMNS: "80" })]).toEqual([true, true]);
    expect(hasWidth(stream(false, 0), {})).toBe(false);
  });
});

describe("the signs and the colours", () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform");
  afterEach(() => {
    if (platform !== undefined) Object.defineProperty(process, "platform", platform);
  });

  async function shown(output: NodeJS.WriteStream, environment: { readonly [name: string]: string | undefined }) {
    for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM", "CI", "WT_SESSION", "TERM_PROGRAM", "TERMINAL_EMULATOR"])
      vi.stubEnv(name, environment[name]);
    const { signs, paint } = await screenOf(output);
    return { sign: signs.ok, isColoured: paint.good("x") !== "x" };
  }

  const terminal = stream(true, 80);
  const pipe = stream(false, 0);
  test.each([
    ["a terminal", terminal, { TERM: "xterm-256color" }, "✓", true],
    ["a terminal with NO_COLOR", terminal, { TERM: "xterm-256color", NO_COLOR: "1" }, "✓", false],
    ["a terminal with an empty NO_COLOR", terminal, { TERM: "xterm-256color", NO_COLOR: "" }, "✓", true],
    ["a terminal with FORCE_COLOR=0", terminal, { TERM: "xterm-256color", FORCE_COLOR: "0" }, "✓", false],
    ["a dumb terminal", terminal, { TERM: "dumb" }, "ok", false],
    ["a pipe", pipe, {}, "✓", false],
    ["a pipe of a dumb terminal", pipe, { TERM: "dumb" }, "✓", false],
    ["a pipe with FORCE_COLOR", pipe, { FORCE_COLOR: "1" }, "✓", true],
    ["a pipe with FORCE_COLOR and NO_COLOR", pipe, { FORCE_COLOR: "1", NO_COLOR: "1" }, "✓", true],
    ["a CI log", pipe, { CI: "true" }, "✓", false],
  ] as const)("of %s", async (_, output, environment, sign, isColoured) => {
    Object.defineProperty(process, "platform", { value: "darwin" });
    expect(await shown(output, environment)).toEqual({ sign, isColoured });
  });

  test("Linux's own console and the older console host of Windows get signs in ASCII", async () => {
    Object.defineProperty(process, "platform", { value: "linux" });
    expect((await shown(terminal, { TERM: "linux" })).sign).toBe("ok");
    expect((await shown(terminal, { TERM: "xterm" })).sign).toBe("✓");
    Object.defineProperty(process, "platform", { value: "win32" });
    expect((await shown(terminal, {})).sign).toBe("ok");
    expect((await shown(terminal, { WT_SESSION: "1" })).sign).toBe("✓");
    expect((await shown(pipe, {})).sign).toBe("✓");
  });
});
