import { describe, expect, test } from "vitest";
import { sanitise } from "../src/cli/shell/print.js";
import { displayWidth } from "../src/report/terminal/display-width.js";
import { matrixTerminal } from "../src/report/terminal/matrix-terminal.js";
import type { Paint } from "../src/report/terminal/paint.js";
import { usualSigns } from "../src/report/terminal/signs.js";
import { hostileBundle } from "./support/hostile-bundle.js";
import { hostileTexts } from "./support/hostile-texts.js";

/** The colours of a terminal, in marks that no text has. */
const [on, off] = ["\ue000", "\ue001"];
const painter = (text: string) => `${on}${sanitise(text)}${off}`;
const paint: Paint = {
  ...{ good: painter, bad: painter, warn: painter, dim: painter, strong: painter },
  plain: sanitise,
};

/** Control characters but for the newline, and characters that turn, hide or are no text. */
const dangerous =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/u;

/** GitHub reads its commands behind white space alone, and the others anywhere in a line. */
const ciCommand =
  /^\s*::(?:error|warning|notice|debug|group|set-output|set-env|add-path|add-mask|stop-commands)\b|##(?:\[|vso\[|teamcity\[)/;

const shapeOf = (text: string, isVerbose: boolean, width: number) => {
  const shown = matrixTerminal(hostileBundle(text).matrix, { screen: { paint, signs: usualSigns, width }, isVerbose });
  return shown.replaceAll(on, "").replaceAll(off, "").split("\n");
};

describe.each([
  ["short, of 80 columns", false, 80],
  ["in full, of 60 columns", true, 60],
] as const)("the table of a hostile run, %s:", (_title, isVerbose, width) => {
  test.each(hostileTexts.map(({ name, text }) => [name, text] as const))("%s", (_, text) => {
    const lines = shapeOf(text, isVerbose, width);
    expect(lines.filter((line) => dangerous.test(line))).toEqual([]);
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(lines.filter((line) => ciCommand.test(line))).toEqual([]);
    expect(lines.length).toBeLessThan(2000);
  });
});
