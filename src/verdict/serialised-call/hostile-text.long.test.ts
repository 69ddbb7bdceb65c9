import { expect, test } from "vitest";
import { clockTool, weatherTool } from "../../../test/samples/transcripts.js";
import { callsIn } from "./calls-in.js";

/** A text of a million characters that is this one again and again. */
const million = (words: string) => words.repeat(Math.ceil(1_000_000 / words.length)).slice(0, 1_000_000);

test.each([
  ...["<", "{", "[", "(", "`", '"', "\\", " ", "aaaa", "<|", "{ ", '{"', '{"a":', '{"a":[', '{"a":1,"', "{'"],
  ...["[f(", "[f(a=", "[f(a='", "[f(a=1),", ":1{", ":0 {", "call:x{a:", "[ARGS]", "x[ARGS]", "[TOOL_CALLS]x{"],
  ...["<a>", "<a>x</a>", "<get_weather>", "<get_weather ", "<get_weather><a></a>", "to=functions.x ", "to=x{"],
  ...["<function=x>", "<function=x><parameter=a>", '<invoke name="x">', "<invoke>", "<tool_call>x", "<__function=x>"],
  ...["<arg_key>a</arg_key><arg_value>b</arg_value>", "<arg_key>", '<｜DSML｜invoke name="x">', "DSML| "],
  ...["<｜tool▁sep｜>{", "<｜tool▁sep｜>x```", "\n>>>x\n{", "functools[{", '{"name":"x","arguments":{}}<tool_call>'],
])("a million characters of %j are read to their end", (words) => {
  expect(callsIn(million(words), [weatherTool, clockTool]).length).toBeLessThanOrEqual(200);
});
