import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { flagWords, shellWord } from "./shell-word.js";

test.each([
  ["a plain id", "openrouter:moonshotai/kimi-k2.5@us-west-2", "openrouter:moonshotai/kimi-k2.5@us-west-2"],
  ["a query", "openai-chat:m?key=KEY", "'openai-chat:m?key=KEY'"],
  ["spaces", "my  files", "'my  files'"],
  ["a quote", "it's", "'it'\\''s'"],
  ["nothing", "", "''"],
  ["a variable and a command", '$HOME `id` $(id) \\ "', "'$HOME `id` $(id) \\ \"'"],
  ["a home folder", "~/x", "'~/x'"],
  ["letters of another language", "é", "'é'"],
  ["a line end", "a\nb", "\"$(printf '\\141\\012\\142')\""],
  ["an escape and a mark that turns text around", "\u001b\u202e", "\"$(printf '\\033\\342\\200\\256')\""],
])("%s is one word of a shell, and arrives as it is", (_title, text, word) => {
  expect(shellWord(text)).toBe(word);
  expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
});

test("a value that begins as a flag does belongs to its own flag", () => {
  expect(flagWords("--scenario", "-x")).toBe("--scenario=-x");
  expect(flagWords("--scenario", "x y")).toBe("--scenario 'x y'");
});
