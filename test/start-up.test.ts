import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runProgram } from "./support/program.js";
import { workFolder } from "./support/work-folder.js";

const logImports = fileURLToPath(new URL("support/log-imports.cjs", import.meta.url));
const clients = /^(openai|@aws-sdk\/.*|@smithy\/.*|undici)$/;
const replayOf = (client: string) => ["run", "--suite", "seed", "--client", client, "--no-reports"];

describe("what a command loads", () => {
  const folder = workFolder();

  /** The packages that a command imports, each once. */
  async function importedBy(args: readonly string[]): Promise<readonly string[]> {
    const { code, stderr } = await runProgram(args, { cwd: folder.path, node: ["--require", logImports] });
    expect(code).toBe(0);
    return [...new Set([...stderr.matchAll(/^IMPORTED (.+)$/gm)].map(([, name]) => name ?? ""))];
  }

  test("--help loads nothing but the command line", async () => {
    expect(await importedBy(["--help"])).toEqual(["commander"]);
  });

  test.each(["list", "validate"])("%s loads neither SDK, nor undici, nor MSW", async (command) => {
    const imported = await importedBy([command]);
    expect(imported).toContain("yaml");
    expect(imported.filter((name) => clients.test(name) || name === "msw")).toEqual([]);
  });

  test("a replay with our own client loads neither SDK, nor undici, nor MSW", async () => {
    const imported = await importedBy(replayOf("http"));
    expect(imported.filter((name) => clients.test(name) || name === "msw")).toEqual([]);
  });

  test("a replay with the SDKs loads both, and neither undici nor MSW", async () => {
    const imported = await importedBy(replayOf("sdk"));
    expect(imported).toEqual(expect.arrayContaining(["openai", "@aws-sdk/client-bedrock-runtime"]));
    expect(imported.filter((name) => name === "undici" || name === "msw")).toEqual([]);
  });
});
