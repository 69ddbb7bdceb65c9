import { appendFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { modulesFile } from "./support/install-program.js";
import { programFolder, runProgram, startProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const logImports = fileURLToPath(new URL("support/log-imports.cjs", import.meta.url));
const clients = /^(openai|@anthropic-ai\/sdk|@aws-sdk\/.*|@smithy\/.*|undici)$/;
const replayOf = (client: string) => ["run", "--suite", "seed", "--client", client, "--no-reports"];

const imports = /^IMPORTED (.+)$/gm;
const namesIn = (log: string, what: RegExp) => [...new Set([...log.matchAll(what)].map(([, name]) => name ?? ""))];

describe("what a command loads", () => {
  const folder = workFolder();

  /** Starts a command; resolves with the log of what it loads. */
  async function logOf(args: readonly string[]): Promise<string> {
    const { code, stderr } = await runProgram(args, { cwd: folder.path, node: ["--require", logImports] });
    expect(code, stderr.slice(-2000)).toBe(0);
    return stderr;
  }

  const logs = new Map<string, Promise<string>>();

  /** The packages that a command imports, or its own files, each once. A command is started once for all that is asked of its log. */
  async function importedBy(args: readonly string[], what = imports): Promise<readonly string[]> {
    const log = logs.get(args.join(" ")) ?? logOf(args);
    logs.set(args.join(" "), log);
    return namesIn(await log, what);
  }

  /** The files of the bundle that a command loads. */
  async function filesOf(args: readonly string[]): Promise<readonly string[]> {
    return await importedBy(args, /^LOADED (cli\/main|chunks\/.+)$/gm);
  }

  /** The modules in the files that a command loads, as paths below `src`. */
  async function modulesOf(args: readonly string[]): Promise<readonly string[]> {
    const text = readFileSync(join(await programFolder(), modulesFile), "utf8");
    const modules: { readonly [file: string]: readonly string[] } = JSON.parse(text);
    return (await filesOf(args)).flatMap((file) => modules[`${file}.js`] ?? []);
  }

  test("--help loads nothing but the command line", async () => {
    expect(await importedBy(["--help"])).toEqual(["commander"]);
  });

  test.each(["--help", "--version"])("%s loads a handful of files, and not the commands", async (option) => {
    expect((await filesOf([option])).length).toBeLessThan(6);
  });

  test("--help says what it says when every command is loaded", async () => {
    const [listed, whole] = await Promise.all(
      [["--help"], ["help"]].map((args) => runProgram(args, { cwd: folder.path })),
    );
    expect(listed?.stdout).toBe(whole?.stdout);
    expect(listed?.stdout).toContain("judge [options] <paths...>");
  });

  test.each(["list", "validate"])("%s loads no SDK and no library that reads or checks files", async (command) => {
    const light = ["commander", "get-east-asian-width", "is-unicode-supported"];
    expect((await importedBy([command])).filter((name) => !light.includes(name))).toEqual([]);
  });

  test("a changed copy of the shipped scenarios is parsed, and only then are the libraries loaded", async () => {
    cpSync(join(root, "scenarios"), join(folder.path, "mine"), { recursive: true });
    const loaded = async () => namesIn(await logOf(["list", "--scenarios", "mine"]), imports);
    expect((await loaded()).filter((name) => ["yaml", "zod"].includes(name))).toEqual([]);
    appendFileSync(join(folder.path, "mine/basic-chat.yaml"), "# mine\n");
    expect(await loaded()).toEqual(expect.arrayContaining(["yaml", "zod"]));
  });

  test.each<[string, readonly string[], number]>([
    ["--help", ["--help"], 15],
    ["list", ["list"], 20],
    ["validate", ["validate"], 20],
    ["a replay with our own client", replayOf("http"), 75],
  ])("%s opens few files of ours", async (_, words, most) => {
    const files = await filesOf(words);
    expect(files).toContain("cli/main");
    expect(files.length).toBeLessThanOrEqual(most);
  });

  test("a replay with our own client loads no SDK, nor undici, nor MSW", async () => {
    const imported = await importedBy(replayOf("http"));
    expect(imported.filter((name) => clients.test(name) || name === "msw")).toEqual([]);
  });

  test("a replay with the SDKs loads both, and neither undici nor MSW", async () => {
    const imported = await importedBy(replayOf("sdk"));
    expect(imported).toEqual(expect.arrayContaining(["openai", "@aws-sdk/client-bedrock-runtime"]));
    expect(imported.filter((name) => name === "undici" || name === "msw")).toEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["a replay without reports", replayOf("http"), []],
    ["a replay with the usual reports", ["run", "--suite", "seed", "--reports", "out"], ["report/html/page"]],
    ["list reporters", ["list", "reporters"], []],
  ])("%s loads the page's code only where it writes the page, and no history of nights", async (_, words, pages) => {
    const own = await modulesOf(words);
    expect(own).toContain("cli/main");
    expect(
      own
        .filter((name) => /^(?:report\/html\/page|report\/html\/script-text|library\/nights\/open-history)$/.test(name))
        .sort(),
    ).toEqual(pages.flatMap((page) => [page, "report/html/script-text"]));
  });

  test("serve loads what requests need before it listens", async () => {
    const { url: simulator } = await serveProfile("default");
    folder.write(
      "router.yaml",
      "models:\n  one: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: none }\n  two: { provider: bedrock, model: moonshotai.kimi-k2.5 }\n",
    );
    const words = ["serve", "--config", "router.yaml", "--port", "0", "--simulator", simulator];
    const { child, untilOutput, ended } = await startProgram(words, {
      cwd: folder.path,
      node: ["--require", logImports],
    });
    const url = (await untilOutput(/listening on http:\/\/127\.0\.0\.1:\d+/)).slice("listening on ".length);
    for (const model of ["one", "two"]) {
      for (const stream of [true, false]) {
        const body = JSON.stringify({ model, stream, messages: [{ role: "user", content: "What is 15 + 27?" }] });
        const headers = { "content-type": "application/json" };
        const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body });
        expect([response.status, (await response.text()).includes("finish_reason")]).toEqual([200, true]);
      }
    }
    child.kill("SIGTERM");
    const { stderr } = await ended;
    const [before = "", after = ""] = stderr.split("listening on ");
    const named = (text: string) => [...text.matchAll(/^IMPORTED (.+)$/gm)].map(([, name]) => name);
    expect(named(before)).toEqual(expect.arrayContaining(["undici", "@aws-sdk/credential-provider-node"]));
    // A package that is imported from another module is named again.
    expect(named(after).filter((name) => !named(before).includes(name))).toEqual([]);
  });
});
