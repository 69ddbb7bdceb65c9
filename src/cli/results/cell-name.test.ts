import { expect, test } from "vitest";
import { readCellName } from "./cell-name.js";

test.each([
  ["kimi-k2.5/bedrock/converse/basic-chat", "kimi-k2.5/bedrock/converse", "basic-chat", null],
  ["basic-chat on kimi-k2.5/bedrock/converse", "kimi-k2.5/bedrock/converse", "basic-chat", null],
  ["basic-chat on kimi-k2.5/bedrock/converse:", "kimi-k2.5/bedrock/converse", "basic-chat", null],
  ["kimi-k2.5/bedrock/converse basic-chat #3", "kimi-k2.5/bedrock/converse", "basic-chat", 3],
  ["kimi-k2.5/bedrock/converse basic-chat #12: ok", null, null, null],
  ["kimi-k2.5/bedrock/converse  basic-chat", "kimi-k2.5/bedrock/converse", "basic-chat", null],
  [
    "kimi-k2.5/openrouter/chat-completions@moonshotai/int4/basic-chat",
    "kimi-k2.5/openrouter/chat-completions@moonshotai/int4",
    "basic-chat",
    null,
  ],
  ["basic-chat on kimi-k2.5/bedrock/converse@eu-west-1", "kimi-k2.5/bedrock/converse@eu-west-1", "basic-chat", null],
  ["openrouter:moonshotai/kimi-k2.5/basic-chat", "openrouter:moonshotai/kimi-k2.5", "basic-chat", null],
  [
    "bedrock:us.x-v1:0@us-west-2?family=moonshot/basic-chat",
    "bedrock:us.x-v1:0@us-west-2?family=moonshot",
    "basic-chat",
    null,
  ],
  ["basic-chat", null, null, null],
  ["", null, null, null],
])("%j", (text, target, scenario, trial) => {
  if (target === null) expect(() => readCellName(text)).toThrow("is not a cell");
  else expect(readCellName(text)).toEqual({ target, scenario, trial });
});
