import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { wrapCommand } from "./wrap-command.js";

const command = `echo --model 'Kimi  K2.5' --note "it's \\"one\\" word" a\\ b kimi-k2.5/bedrock/converse-stream/response-after-tool end`;

test.each([20, 40, 60, 200])("a command in lines of %i columns is the same command", (width) => {
  const lines = wrapCommand(command, { indent: 4, width });
  expect(lines[0]).toMatch(/^ {4}echo/);
  const run = (text: string) => execFileSync("/bin/sh", ["-c", text], { encoding: "utf8" });
  expect(run(lines.join("\n"))).toBe(run(command));
});

test("is broken between words, and inside a word that is wider than a line", () => {
  expect(wrapCommand("llm-parity explain kimi-k2.5/bedrock/converse --run 1", { indent: 2, width: 32 })).toEqual([
    "  llm-parity explain \\",
    "      kimi-k2.5/bedrock/convers\\",
    "e --run 1",
  ]);
  expect(wrapCommand("llm-parity list models", { indent: 2, width: 80 })).toEqual(["  llm-parity list models"]);
});
