import { chmodSync, cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, normalize } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { failureKinds } from "../src/chat/failure.js";
import { formatIds } from "../src/recordings/format-ids.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { runCommand } from "./support/command.js";
import { documentedCommands, type Way } from "./support/documented-commands.js";
import {
  anchorsOf,
  commandsOf,
  firstColumn,
  guides,
  linksOf,
  type Page,
  pageOf,
  pages,
  type Shown,
} from "./support/documents.js";
import { chat, converseStream, writers } from "./support/foreign-recordings.js";
import { testLimitMs } from "./support/limits.js";
import { bareEnvironment, type Ended, mainFile, type Running, startProcess } from "./support/program.js";
import { catalog, root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** A page's commands run one after the other: as many times the limit of a test as it has commands, at most. */
const patience = 10 * testLimitMs;

describe("a link", () => {
  test.each(pages)("of $path leads to a file, and to a heading where it names one", (page) => {
    const relative = linksOf(page).filter((target) => !/^https?:/.test(target));
    expect(relative.filter((target) => !leadsSomewhere(page, target))).toEqual([]);
  });

  test("is looked for: there are more of them than documents", () => {
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(pages.length);
  });
});

function leadsSomewhere({ path }: Page, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const found = file === "" ? path : normalize(join(dirname(path), file));
  if (found.startsWith("..") || !existsSync(join(root, found))) return false;
  return anchor === undefined || (found.endsWith(".md") && anchorsOf(pageOf(found)).includes(anchor));
}

test("README and ARCHITECTURE are short enough to be read", () => {
  expect(Buffer.byteLength(pageOf("README.md").text)).toBeLessThanOrEqual(8_192);
  expect(Buffer.byteLength(pageOf("ARCHITECTURE.md").text)).toBeLessThanOrEqual(18_432);
});

test("docs/README.md lists every page", () => {
  const listed = linksOf(pageOf("docs/README.md"));
  const own = guides.filter(({ path }) => path.startsWith("docs/") && !path.startsWith("docs/translation/"));
  const names = own.map(({ path }) => path.slice("docs/".length)).filter((name) => name !== "README.md");
  expect(names.filter((name) => !listed.includes(name))).toEqual([]);
});

describe("a list is whole:", () => {
  test("recording formats", () => {
    expect(firstColumn(pageOf("docs/recordings.md"), "id")).toEqual(formatIds);
  });

  test("suites", () => {
    expect(firstColumn(pageOf("docs/scenarios.md"), "suite")).toEqual(catalog.suites.map(({ name }) => name));
  });

  test("profiles of the simulator", () => {
    const files = readdirSync(join(root, "scenarios/profiles")).map((name) => name.replace(".yaml", ""));
    expect([...firstColumn(pageOf("docs/simulator.md"), "profile")].sort()).toEqual(files.sort());
  });

  test("strategies of the router", () => {
    const schema = readFileSync(join(root, "schemas/router.schema.json"), "utf8");
    const { enum: strategies } = JSON.parse(schema).$defs.router.properties.router.properties.strategy;
    expect(firstColumn(pageOf("docs/router.md"), "strategy")).toEqual(strategies);
  });

  test("kinds of failure on the page of AWS credentials are kinds", () => {
    const rows = [...pageOf("docs/aws-credentials.md").text.matchAll(/^\|.*\| `([a-z-]+)` \|$/gm)];
    const kinds = rows.map(([, kind = ""]) => kind);
    expect(kinds.filter((kind) => !failureKinds.some((known) => known === kind))).toEqual([]);
    expect(kinds).toEqual(expect.arrayContaining(["credentials", "region", "model-access", "inference-profile"]));
  });

  test("commands, and every option that a document names is one of theirs", async () => {
    const folder = workFolder();
    const help = async (...args: string[]) => (await runCommand([...args, "--help"], { cwd: folder.path })).stdout;
    const names = [...(await help()).matchAll(/^ {2}([a-z][a-z-]+) /gm)].map(([, name = ""]) => name);
    const commands = names.filter((name) => name !== "help");
    expect(firstColumn(pageOf("docs/commands.md"), "command")).toEqual(commands);
    const below = [
      ["baseline", "pin"],
      ["evidence", "verify"],
      ["attest", "verify"],
      ["evidence", "recheck"],
      ["history", "add"],
      ["baseline", "pin"],
    ];
    const named = [...commands.map((command) => [command]), ...below];
    const texts = [await help(), ...(await Promise.all(named.map((words) => help(...words))))];
    const options = new Set(texts.flatMap((text) => text.match(/--[a-z][a-z-]+/g) ?? []));
    const written = guides.flatMap(({ text }) => text.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? []);
    expect([...new Set(written)].filter((option) => !options.has(option))).toEqual([]);
  });
});

describe("the commands of", () => {
  let simulator: ServedSimulator;
  let program = "";

  beforeAll(async () => {
    simulator = await serveProfile("kimi");
    program = await mainFile();
  });

  const all = guides.flatMap(commandsOf);
  const shown = guides
    .map((page) => ({ page, commands: commandsOf(page).filter((one) => isFirst(one, page)) }))
    .filter(({ commands }) => commands.length > 0);

  /** What another document shows too is run where it stands first. */
  function isFirst({ command }: Shown, page: Page): boolean {
    return guides.find((other) => commandsOf(other).some((one) => one.command === command)) === page;
  }

  test("every document are in the list, and no others", () => {
    expect([...new Set(all.map(({ command }) => command))].sort()).toEqual(Object.keys(documentedCommands).sort());
  });

  test("package.json run what the README says that npm start does", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(scripts.start).toBe("node dist/cli/main.js run --suite seed");
  });

  test.each(shown)(
    "$page.path end as they should, and print what is shown",
    async ({ page, commands }) => {
      const folder = folderFor(page);
      for (const one of commands) await runShown(one, folder);
      for (const { file } of page.blocks) {
        if (file?.endsWith(".yaml"))
          expect(await shell(`llm-parity validate ${file}`, folder)).toMatchObject({ code: 0 });
      }
    },
    patience,
  );

  /** What is shipped, the program under its name, and the files that the page writes down. */
  function folderFor({ blocks }: Page): WorkFolder {
    const folder = workFolder();
    for (const name of ["scenarios", "fixtures", "examples", "reports"]) {
      cpSync(join(root, name), join(folder.path, name), { recursive: true });
    }
    folder.write("bin/llm-parity", `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(join(folder.path, "bin/llm-parity"), 0o755);
    folder.write("tests/cassettes/weather.yaml", writers.vcrpy([chat]) ?? "");
    folder.write("logs/bedrock.jsonl", writers["bedrock-log"]([converseStream]) ?? "");
    for (const { language, file, text } of blocks) {
      if (language === "json") folder.write("rows.jsonl", text);
      if (file !== null) folder.write(file, text);
    }
    return folder;
  }

  async function runShown({ command, output }: Shown, folder: WorkFolder): Promise<void> {
    const way = documentedCommands[command];
    if (way === undefined || way.kind === "not-run") return;
    const done = await (way.kind === "serves"
      ? served(command, folder)
      : shell(lineOf(command, way), folder, inputOf(way)));
    expect({ command, code: done.code, said: done.code === way.code ? "" : done.stderr }).toEqual({
      command,
      code: way.code,
      said: "",
    });
    if (output !== null) expect(missingLines(output, `${done.stdout}${done.stderr}`)).toEqual([]);
  }

  function inputOf(way: Way): string {
    return way.kind === "asks" ? (way.input ?? "") : "";
  }

  function lineOf(command: string, way: Exclude<Way, { kind: "not-run" | "serves" }>): string {
    if (way.kind === "runs") return way.as ?? command;
    const at = `--simulator ${simulator.url}`;
    const asked = command.replace(/--live|--simulator \S+/, at);
    return asked === command ? `${command} ${at}` : asked;
  }

  /** Until it says where it listens; then it is told to stop. */
  async function served(command: string, folder: WorkFolder): Promise<Ended> {
    const { child, untilOutput, ended } = start(`${command} --port 0`, folder);
    await untilOutput(/http:\/\/127\.0\.0\.1:\d+\b/);
    child.kill("SIGTERM");
    return ended;
  }

  /** What a shell would hand on as it stands goes to the kept process of the program, the rest through a shell. */
  function shell(line: string, folder: WorkFolder, input = ""): Promise<Ended> {
    const [name, ...words] = line.split(" ");
    const isPlain = name === "llm-parity" && words.every((word) => /^[\w./:@,=+-]+$/.test(word));
    if (isPlain && input === "") return runCommand(words, { cwd: folder.path, env: environmentOf(folder) });
    const { child, ended } = start(line, folder);
    child.stdin?.end(input);
    return ended;
  }

  function start(line: string, folder: WorkFolder): Running {
    // Without a shell in between, what gets a signal is the program itself.
    return startProcess("sh", ["-c", `exec ${line}`], { cwd: folder.path, env: environmentOf(folder) });
  }

  function environmentOf({ path }: WorkFolder): { readonly [name: string]: string } {
    const bare = bareEnvironment(path);
    return { ...bare, PATH: `${join(path, "bin")}${delimiter}${bare["PATH"]}` };
  }
});

/** The lines of a shown output that are not there, or not in that order; `…` stands for lines that are left out. */
function missingLines(shown: string, said: string): readonly string[] {
  let rest = said.split("\n");
  return shown
    .trimEnd()
    .split("\n")
    .filter((line) => {
      if (line === "…") return false;
      const at = rest.indexOf(line);
      if (at !== -1) rest = rest.slice(at + 1);
      return at === -1;
    });
}
