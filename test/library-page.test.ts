import { fileURLToPath } from "node:url";
import * as library from "llm-parity";
import { beforeAll, describe, expect, test } from "vitest";
import { firstColumn, pageOf } from "./support/documents.js";
import { libraryExamples, libraryFolder } from "./support/library-page.js";
import { bareEnvironment, type Ended, startProcess } from "./support/program.js";
import type { WorkFolder } from "./support/work-folder.js";

const page = pageOf("docs/library.md");
const names = Object.entries(library).map(([name, value]) => ({ name, isClass: /^class /.test(String(value)) }));
const named = (cells: readonly string[]) => cells.map((cell) => cell.replace(/\(.*/, "")).sort();

test("docs/library.md names every function and every error that the package exports", () => {
  const errors = names.filter(({ isClass }) => isClass).map(({ name }) => name);
  expect(named(firstColumn(page, "error"))).toEqual(errors.sort());
  const functions = names.filter(({ isClass }) => !isClass).map(({ name }) => name);
  const ofReplies = ["reasoningTextOf", "textOf", "toolCallsOf"];
  expect(named(firstColumn(page, "function"))).toEqual(functions.filter((name) => !ofReplies.includes(name)).sort());
  expect(ofReplies.filter((name) => !page.text.includes(`\`${name}\``))).toEqual([]);
});

describe("a program that imports the package", () => {
  let folder: WorkFolder;
  beforeAll(async () => {
    folder = await libraryFolder();
  });

  function run(program: string, options: readonly string[] = []): Promise<Ended> {
    const args = [...options, "--input-type=module", "-e", program];
    return startProcess(process.execPath, args, { cwd: folder.path, env: bareEnvironment(folder.path) }).ended;
  }

  test("has loaded no other package before it calls a function", async () => {
    const logImports = fileURLToPath(new URL("support/log-imports.cjs", import.meta.url));
    const { stderr } = await run('await import("llm-parity");', ["--require", logImports]);
    expect(stderr.match(/^IMPORTED .+$/gm) ?? []).toEqual([]);
  });

  test("finds six examples in docs/library.md", () => {
    expect(libraryExamples.map(({ name }) => name)).toEqual([
      "Judge recordings",
      "Replay a suite",
      "Render a report",
      "Ask a suite",
      "Read a reply",
      "Route",
    ]);
  });

  test.each(libraryExamples)("prints what the page says under the heading $name", async ({ program, printed }) => {
    expect(await run(program)).toEqual({ code: 0, stdout: printed, stderr: "" });
  });
});
