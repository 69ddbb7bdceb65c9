import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { SourceError } from "../source/source-error.js";
import { loadProfile } from "./load-profiles.js";
import { behaviourFor } from "./profile.js";

const shipped = join(import.meta.dirname, "../../scenarios/profiles");
const folder = temporaryFolder();

function write(name: string, lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

function mistakeOf(lines: readonly string[]): SourceError {
  const file = write("wrong.yaml", lines);
  try {
    loadProfile(file);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("no mistake was found");
}

describe("shipped profiles", () => {
  test.each(readdirSync(shipped))("%s is valid and named as its file", (file) => {
    expect(`${loadProfile(join(shipped, file)).name}.yaml`).toBe(file);
  });

  test("kimi leaves other models to default", () => {
    const kimi = loadProfile(join(shipped, "kimi.yaml"));
    expect(behaviourFor([kimi], "moonshotai.kimi-k2.5", "bedrock")?.emptyTextBlocks).toBe(true);
    expect(behaviourFor([kimi], "us.anthropic.claude-haiku-4-5-20251001-v1:0", "bedrock")?.family).toBe("anthropic");
  });

  test.each([
    ["us.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic"],
    ["moonshotai.kimi-k2.5", "moonshot"],
    ["mistral.mistral-large-3-675b-instruct", "mistral-chat"],
    ["mistral.mistral-7b-instruct-v0:2", "mistral-text"],
    ["us.meta.llama3-3-70b-instruct-v1:0", "llama"],
    ["us.deepseek.r1-v1:0", "deepseek-r1"],
    ["deepseek.v3.2", "deepseek-v3"],
    ["amazon.titan-text-express-v1", "titan"],
    ["us.amazon.nova-lite-v1:0", "nova"],
    ["openai.gpt-oss-120b-1:0", "gpt-oss"],
    ["cohere.command-r-v1:0", "cohere"],
    ["ai21.jamba-1-5-mini-v1:0", "ai21"],
    ["somebody.else-v1:0", null],
  ])("default: the body family of %s is %s", (id, family) => {
    const profile = loadProfile(join(shipped, "default.yaml"));
    expect(behaviourFor([profile], id, "bedrock")?.family).toBe(family);
  });
});

describe("mistakes", () => {
  const head = ["name: wrong", "title: Wrong", "models:", '  - models: ["*"]'];

  test("an unknown fault is named with its place and what was meant", () => {
    const { message, line, column, hint } = mistakeOf([...head, "    faults:", "      - fault: silentt"]);
    expect(message).toContain("silentt");
    expect([line, column]).toEqual([6, 16]);
    expect(hint).toContain('did you mean "silent"?');
  });

  test("an unknown key of a behaviour is named", () => {
    const { message, line, hint } = mistakeOf([...head, "    noTool: true"]);
    expect(message).toContain("noTool");
    expect(line).toBe(5);
    expect(hint).toContain('did you mean "noTools"?');
  });

  test("an unknown parameter of a fault is named", () => {
    const { message } = mistakeOf([...head, "    faults:", "      - fault: silent", "        tokens: 3"]);
    expect(message).toContain("tokens");
  });

  test("otherwise must name a file beside it, and must not lead back", () => {
    expect(mistakeOf([...head, "otherwise: nobody"]).message).toContain("there is no");
    expect(mistakeOf([...head, "otherwise: wrong"]).message).toContain("leads back");
  });
});
