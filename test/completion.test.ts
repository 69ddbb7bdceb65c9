import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { mainFile } from "./support/program.js";
import { catalog } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let folder: WorkFolder;

beforeAll(async () => {
  folder = workFolder({
    "bin/llm-parity": `#!/bin/sh\nexec '${process.execPath}' '${await mainFile()}' "$@"\n`,
    "runs/2026-11-28T01-00-00-000Z-aaaa/run.json": "{}",
    "runs/2026-11-29T01-00-00-000Z-bbbb/run.json": "{}",
    "runs/no-run/notes.txt": "",
    "history/nights/2026-11-27/night.json": "{}",
    "history/nights/2026-11-28/night.json": "{}",
    "own/models.yaml": ownModels,
    "own/order-status.yaml": "",
    "my file.txt": "",
  });
  mkdirSync(join(folder.path, "a folder"));
  // The name of a folder is another's choice: it must not be run.
  folder.write("runs/$(touch pwned)/run.json", "{}");
  chmodSync(join(folder.path, "bin/llm-parity"), 0o755);
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await runCommand(["completion", shell], { cwd: folder.path });
    expect(code).toBe(0);
    folder.write(`completion.${shell}`, stdout);
  }
});

const ownModels = `
defaults: { replay: mine, live: mine }
suites:
  mine: { title: Mine, live: true, scenarioTags: [a], columns: [{ provider: openrouter, api: chat-completions }] }
models:
  my-model:
    title: Mine
    vendor: Us
    offers:
      - provider: openrouter
        id: us/my-model
        apis: { chat-completions: [mine] }
        sources: [{ source: us, date: 2026-11-29 }]
`;

const environment = () => ({
  PATH: `${join(folder.path, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
  HOME: folder.path,
});

/** What bash offers after a line. The words are cut as readline cuts them: at blanks, and at the characters of COMP_WORDBREAKS. */
function bash(line: string): readonly string[] {
  const words = [...line.matchAll(/[^\s"'><=;|&(:@]+|["'><=;|&(:@]+/g)].map(([word]) => word);
  if (/\s$/.test(line)) words.push("");
  const script = `
    source completion.bash
    COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:@'
    COMP_LINE="$1"; COMP_POINT=\${#1}; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _llm_parity llm-parity
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"
  `;
  const said = execFileSync("bash", ["--norc", "-c", script, "bash", line, ...words], {
    ...{ cwd: folder.path, env: environment(), encoding: "utf8" },
  });
  return said.split("\n").slice(0, -1);
}

const hasZsh = isThere("zsh");
const hasFish = isThere("fish");

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What fish offers after a line, without the descriptions. */
function fish(line: string): readonly string[] {
  const said = execFileSync("fish", ["--no-config", "-c", 'source completion.fish; complete -C "$argv"', line], {
    ...{ cwd: folder.path, env: environment(), encoding: "utf8" },
  });
  return said
    .split("\n")
    .slice(0, -1)
    .map((row) => row.split("\t")[0] ?? "");
}

/** What the function for zsh adds, with zsh's own functions in place: they want a terminal. */
function zsh(line: string): readonly string[] {
  const words = line.split(/\s+/);
  const script = `
    compdef() { }
    compset() { }
    compadd() { shift; print -rl -- "$@" }
    _describe() { print -rl -- "\${(@)\${(P@)2}%%:*}" }
    _files() { print -r -- "files $*" }
    source completion.zsh
    words=("$@"); CURRENT=$#
    _llm_parity
  `;
  const said = execFileSync("zsh", ["-f", "-c", script, "zsh", ...words], {
    ...{ cwd: folder.path, env: environment(), encoding: "utf8" },
  });
  const last = words.at(-1)?.replace(/^--[a-z-]+=/, "") ?? "";
  return said.split("\n").filter((word) => word !== "" && word.startsWith(last));
}

const cell = "kimi-k2.5/bedrock/converse-stream/basic-chat";

describe("bash offers", () => {
  test("commands, those below a command, and options", () => {
    expect(bash("llm-parity ev")).toEqual(["evidence"]);
    expect(bash("llm-parity evidence ver")).toEqual(["verify"]);
    expect(bash("llm-parity run --max-c")).toEqual(["--max-calls", "--max-cost"]);
    expect(bash("llm-parity evidence verify --js")).toEqual(["--json"]);
    expect(bash("llm-parity --vers")).toEqual(["--version"]);
    expect(bash("llm-parity __c")).toEqual([]);
  });

  test("ids of targets, models, suites, scenarios and cells", () => {
    expect(bash("llm-parity run --target ").toSorted()).toEqual(catalog.targets.map(({ id }) => id).sort());
    expect(bash("llm-parity run --model kimi-k2.5 --scenario basic-")).toEqual(["basic-chat"]);
    expect(bash("llm-parity list --suite se")).toEqual(["seed"]);
    expect(bash(`llm-parity explain ${cell}`)).toEqual([cell]);
    expect(bash(`llm-parity explain --run last ${cell.slice(0, -4)}`)).toEqual([cell]);
  });

  test("what follows the last character at which bash cuts words", () => {
    expect(bash("llm-parity run --target kimi-k2.5/openrouter/chat-completions@m")).toEqual(["moonshotai"]);
    expect(bash("llm-parity run --target=kimi-k2.5/openrouter/chat-completions@m")).toEqual(["moonshotai"]);
    expect(bash("llm-parity run --suite=se")).toEqual(["seed"]);
  });

  test("runs, the newest first, whose names are never run", () => {
    expect(bash("llm-parity report 2026")).toEqual(["2026-11-29T01-00-00-000Z-bbbb", "2026-11-28T01-00-00-000Z-aaaa"]);
    expect(bash("llm-parity report ")[0]).toBe("last");
    expect(Object.keys(folder.contents())).not.toContain("pwned");
  });

  test("nights, and what two sides can be compared", () => {
    expect(bash("llm-parity diff 2026-11-2")).toEqual([
      ...["2026-11-28", "2026-11-27", "2026-11-29T01-00-00-000Z-bbbb", "2026-11-28T01-00-00-000Z-aaaa"],
    ]);
    expect(bash("llm-parity diff latest-night ba")).toEqual(["baseline"]);
    expect(bash("llm-parity diff --history nowhere la")).toEqual(["last"]);
    expect(bash(`llm-parity history ${cell}`)).toEqual([cell]);
    expect(bash("llm-parity history ad")).toEqual(["add"]);
  });

  test("the words that an option or an argument takes", () => {
    expect(bash("llm-parity run --client ")).toEqual(["sdk", "http", "both"]);
    expect(bash("llm-parity list tar")).toEqual(["targets"]);
    expect(bash("llm-parity completion z")).toEqual(["zsh"]);
    expect(bash("llm-parity repro ")).toEqual(["kimi-empty-response"]);
  });

  test("files and folders", () => {
    expect(bash("llm-parity run --dataset my")).toEqual(["my file.txt"]);
    expect(bash("llm-parity validate my")).toEqual(["my file.txt"]);
    expect(bash("llm-parity run --runs a")).toEqual(["a folder"]);
  });

  test("ids of the files that the line names", () => {
    expect(bash("llm-parity run --models own/models.yaml --target ")).toEqual(["my-model/openrouter/chat-completions"]);
    expect(bash("llm-parity explain --models own/models.yaml --scenarios own my")).toEqual([
      "my-model/openrouter/chat-completions/order-status",
    ]);
  });

  test("nothing, and no message, where there is nothing to offer", () => {
    expect(bash("llm-parity run --trials ")).toEqual([]);
    expect(bash("llm-parity run --models nowhere.yaml --target ")).toEqual([]);
    expect(bash("llm-parity unknown ")).toEqual([]);
    expect(bash("llm-parity completion bash ")).toEqual([]);
  });
});

/** The same for the other shells, where they are installed. */
const alike: readonly (readonly [string, readonly string[]])[] = [
  ["llm-parity ev", ["evidence"]],
  ["llm-parity evidence ver", ["verify"]],
  ["llm-parity run --max-c", ["--max-calls", "--max-cost"]],
  ["llm-parity run --model kimi-k2.5 --scenario basic-", ["basic-chat"]],
  [
    "llm-parity run --target kimi-k2.5/openrouter/chat-completions@m",
    ["kimi-k2.5/openrouter/chat-completions@moonshotai"],
  ],
  [`llm-parity explain ${cell}`, [cell]],
  ["llm-parity report 2026", ["2026-11-29T01-00-00-000Z-bbbb", "2026-11-28T01-00-00-000Z-aaaa"]],
  ["llm-parity completion z", ["zsh"]],
  ["llm-parity run --models own/models.yaml --target m", ["my-model/openrouter/chat-completions"]],
  ["llm-parity run --trials ", []],
];

describe.runIf(hasZsh)("zsh offers", () => {
  test.each(alike)("after %j", (line, words) => {
    expect(zsh(line)).toEqual(words);
  });
});

describe.runIf(hasFish)("fish offers", () => {
  test.each(alike)("after %j", (line, words) => {
    expect(fish(line)).toEqual(words);
  });
});

test("what the scripts ask for never fails, and lists nothing that is unknown", async () => {
  for (const words of [
    ["no-kind"],
    ["targets", "--", "llm-parity", "--models", "x.yaml", ""],
    ["runs", "--", "--help"],
  ]) {
    const { code, stderr } = await runCommand(["__complete", ...words], { cwd: folder.path });
    expect([code, stderr]).toEqual([0, ""]);
  }
  const { code, stderr } = await runCommand(["completion", "tcsh"], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toContain("bash, zsh, fish");
});
