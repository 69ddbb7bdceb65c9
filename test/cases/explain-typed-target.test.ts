import { beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../support/command.js";
import { serveProfile } from "../support/simulated-run.js";
import { type WorkFolder, workFolder } from "../support/work-folder.js";

describe("a run of typed targets", () => {
  let folder: WorkFolder;
  const run = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  beforeAll(async () => {
    folder = workFolder();
    const { url } = await serveProfile("kimi");
    const targets = ["openai-chat/chat-completions-stream:m", "openai-chat/chat-completions:org/m"];
    const asked = targets.flatMap((target) => ["--target", target]);
    const base = ["--base-url", `${url}/v1`, "--scenario", "tool-call", "--no-reports"];
    const { stderr } = await run("run", "--live", ...asked, ...base);
    expect(stderr).not.toContain("there is no target");
  });

  test.each([
    ["as the run printed it", "m/openai-chat/chat-completions-stream", "m/openai-chat/chat-completions-stream"],
    ["as it was typed", "openai-chat/chat-completions-stream:m", "m/openai-chat/chat-completions-stream"],
    ["as it may be typed without the API", "openai-chat:m", "m/openai-chat/chat-completions-stream"],
    [
      "with a slash in its id, as it was printed",
      "org-m/openai-chat/chat-completions",
      "org-m/openai-chat/chat-completions",
    ],
    [
      "with a slash in its id, as it was typed",
      "openai-chat/chat-completions:org/m",
      "org-m/openai-chat/chat-completions",
    ],
  ])("explains and shows a cell %s", async (_title, typed, printed) => {
    const explained = await run("explain", `${typed}/tool-call`, "--run", "last");
    expect(explained.stderr).toBe("");
    expect(explained.stdout).toContain(`tool-call on ${printed}: `);
    expect(explained.stdout).toContain("exchange 0 (trial 1");
    const shown = await run("show", `${typed}/tool-call`, "--run", "last", "--trial", "1");
    expect(shown.stdout).toContain(`tool-call version 1 on ${printed} `);
  });

  test("is reported", async () => {
    const { stdout, stderr } = await run("report", "last", "--json", "--no-reports", "--exit-zero");
    expect(stderr).not.toContain("there is no target");
    const cells: readonly { readonly target: string }[] = JSON.parse(stdout).cells;
    expect(cells.map(({ target }) => target).sort()).toEqual([
      "m/openai-chat/chat-completions-stream",
      "org-m/openai-chat/chat-completions",
    ]);
  });

  test.each([
    ["a target that it did not ask", "other/openai-chat/chat-completions/tool-call", "the run has no trial of it"],
    ["a typed target that it did not ask", "openai-chat:other/tool-call", "the run has no trial of it"],
    [
      "a target of the catalog that it did not ask",
      "kimi-k2.5/bedrock/converse/tool-call",
      "the run has no trial of it",
    ],
  ])("has no cell of %s", async (_title, cell, words) => {
    const { code, stderr } = await run("explain", cell, "--run", "last");
    expect(stderr).toContain(words);
    expect(code).toBe(2);
  });
});
