import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatIds } from "../../src/recordings/format-ids.js";
import { runCommand } from "../support/command.js";
import { chat } from "../support/foreign-recordings.js";
import { judgedFiles, summaryOf } from "../support/judged-files.js";
import { workFolder } from "../support/work-folder.js";

const lines = (...rows: readonly object[]) => rows.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("JSON lines of an unknown kind are no recording, and not damaged", () => {
  test.each([
    ["application logs", lines({ level: "info", msg: "start" }, { level: "info", msg: "stop" })],
    [
      "with a reply's words inside",
      lines(
        { event: "reply", output: { message: { role: "assistant" } }, stopReason: "end_turn", at: 1, metrics: {} },
        { event: "x" },
      )
        .replace('"event":"reply"', '"trace":{"output": {"message": {"x":1}}}')
        .replace('"output":{"message":{"role":"assistant"}}', '"o":1'),
    ],
    [
      "training data",
      lines(
        {
          messages: [
            { role: "user", content: "Hi" },
            { role: "assistant", content: "Hello" },
          ],
        },
        { messages: [] },
      ),
    ],
    [
      "requests of a batch",
      lines(
        { custom_id: "1", method: "POST", url: "/v1/chat/completions", body: { model: "m", messages: [] } },
        { custom_id: "2", method: "POST", url: "/v1/x", body: {} },
      ),
    ],
    ["vectors", lines({ id: 1, embedding: [0.1] }, { id: 2, embedding: [0.2] })],
    ["a type that other formats have", lines({ type: "message", text: "a" }, { type: "message", text: "b" })],
    ["lines, the second of which is no JSON", `${lines({ a: 1 })}no JSON\n`],
  ])("%s", async (_, content) => {
    const { read } = await judgedFiles({ "a.jsonl": content });
    expect(read).toMatchObject({ files: 1, otherFiles: 1, formats: {}, damaged: [] });
  });
});

test("an unknown file that is named lists the known formats", async () => {
  const folder = workFolder({ "a.jsonl": lines({ a: 1 }, { b: 2 }) });
  const { code, stderr } = await runCommand(["judge", "a.jsonl"], { cwd: folder.path });
  expect(stderr).toContain("a.jsonl: is not a recording in a known format");
  for (const id of formatIds) expect(stderr).toContain(id);
  expect(code).toBe(2);
});

test("a reply a line is a reply each", async () => {
  const reply = JSON.parse(Buffer.from(chat.body).toString());
  const results = await judgedFiles({ "a.jsonl": `${lines(reply, reply)}{"cut\n${lines(reply)}` });
  const said = "unknown chat-completions parrot/p-1 not-recorded: ok stop";
  expect(summaryOf(results)).toEqual([said, said, said]);
  expect(results.read.damaged).toEqual([expect.stringMatching(/^a\.jsonl, line 3, interaction 2: not JSON/)]);
});

test("judge . leaves node_modules and .git alone, follows no link out of the folder, and reads the rest", async () => {
  const cut = Buffer.from(chat.body).toString().slice(0, -20);
  const folder = workFolder({
    "work/a.json": chat.body,
    "work/node_modules/parrot/b.json": cut,
    "work/packages/x/node_modules/c.json": cut,
    "work/.git/objects/d.json": cut,
    "work/modules/e.json": chat.body,
    "outside/f.json": chat.body,
  });
  mkdirSync(join(folder.path, "work/links"));
  symlinkSync("../../outside/f.json", join(folder.path, "work/links/f.json"));
  symlinkSync("../outside", join(folder.path, "work/node_modules/out"));
  const { stdout, stderr } = await runCommand(["judge", ".", "--json"], { cwd: join(folder.path, "work") });
  const { exchanges, read } = JSON.parse(stdout);
  expect(exchanges.map(({ file }: { readonly file: string }) => file)).toEqual(["a.json", "modules/e.json"]);
  expect(read).toMatchObject({ files: 2, otherFiles: 0 });
  expect(`${stdout}${stderr}`).not.toMatch(/node_modules|\.git/);
  expect(read.damaged).toEqual([expect.stringContaining("links/f.json: is a link that leads out of the folder")]);
});

test("a folder below node_modules is read if it is named", async () => {
  const folder = workFolder({ "node_modules/parrot/fixtures/a.json": chat.body });
  const { stdout } = await runCommand(["judge", "node_modules/parrot/fixtures", "--json"], { cwd: folder.path });
  expect(JSON.parse(stdout).exchanges).toHaveLength(1);
});
