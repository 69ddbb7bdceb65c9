// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are what a file says.
import { expect, test } from "vitest";
import { SourceError } from "../../source/source-error.js";
import { parseYaml } from "../../source/yaml.js";
import { expandVariables } from "./expand-variables.js";

const environment = { NAME: "value", _n1: "under", EMPTY: "" };
const expanded = (text: string) => expandVariables(parseYaml(text, "router.yaml"), environment).value;

test.each([
  ["a: ${NAME}", { a: "value" }],
  ["a: x${NAME}y${_n1}", { a: "xvalueyunder" }],
  ["a: '${NAME:-other}'", { a: "value" }],
  ["a: '${EMPTY:-other}'", { a: "other" }],
  ["a: '${MISSING:-other: one}'", { a: "other: one" }],
  ["a: '${MISSING:-}'", { a: "" }],
  ["a: [1, '${NAME}', { b: '${NAME}' }, null, true]", { a: [1, "value", { b: "value" }, null, true] }],
  ["a: $NAME {NAME} $${1NAME} ${NA-ME}", { a: "$NAME {NAME} $${1NAME} ${NA-ME}" }],
  ["'${NAME}': 1", { "${NAME}": 1 }],
  ["a: null", { a: null }],
])("%j is %j", (text, value) => {
  expect(expanded(text)).toEqual(value);
});

test("every variable that is not set is told at its place, an empty one too", () => {
  const text = "a: '${ONE}'\nb:\n  - x\n  - y: '${TWO}${EMPTY}'\n";
  try {
    expanded(text);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    expect(error.issues.map(({ line, column, message, hint }) => [line, column, message, hint])).toEqual([
      [1, 4, "the variable ONE is not set", "export ONE=…, or write ${ONE:-default}"],
      [4, 8, "the variable TWO is not set", "export TWO=…, or write ${TWO:-default}"],
      [4, 8, "the variable EMPTY is not set", "export EMPTY=…, or write ${EMPTY:-default}"],
    ]);
    return;
  }
  throw new Error("nothing was refused");
});
