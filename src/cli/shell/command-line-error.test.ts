import { Command } from "commander";
import { expect, test } from "vitest";
import { commandLineError } from "./command-line-error.js";
import { addChoiceOptions, wholeNumber } from "./shared-options.js";

function program(): Command {
  const made = new Command("llm-parity").exitOverride().configureOutput({ writeErr: () => {} });
  addChoiceOptions(made.command("list").argument("[what]"));
  made
    .command("ask")
    .argument("<cell>")
    .requiredOption("-c, --config <file>")
    .option("-t, --trials <n>", "how often", wholeNumber(1))
    .addOption(made.createOption("--client <client>").choices(["sdk", "http"]))
    .addOption(made.createOption("--live").conflicts("replay"))
    .option("--replay");
  return made;
}

function said(words: readonly string[]): readonly [text: string, hint: string | null] {
  try {
    program().parse(words, { from: "user" });
  } catch (error) {
    const { message, hint } = commandLineError(error as { code: string; message: string }, words);
    return [message, hint];
  }
  return ["nothing", null];
}

const help = "`llm-parity ask --help` lists what it takes";

test.each<readonly [words: readonly string[], text: string, hint: string]>([
  [["lsit"], 'there is no command "lsit"', "did you mean list? (`llm-parity --help` lists the commands)"],
  [["nonsense"], 'there is no command "nonsense"', "`llm-parity --help` lists the commands"],
  [
    ["list", "--sute", "x"],
    "there is no option --sute",
    "did you mean --suite? (`llm-parity list --help` lists what it takes)",
  ],
  [["ask", "-c", "f"], "<cell> is missing", help],
  [["ask", "x"], "--config <file> is missing", help],
  [["ask", "x", "--config"], "--config needs a value: --config <file>", help],
  [["ask", "x", "-c", "f", "-t", "no"], '--trials: "no" is not a whole number of at least 1.', help],
  [["ask", "x", "-c", "f", "--client", "curl"], '--client: "curl": Allowed choices are sdk, http.', help],
  [["ask", "x", "-c", "f", "--live", "--replay"], "--live and --replay exclude each other", help],
  [["ask", "x", "y", "-c", "f"], "ask takes 1 argument, not 2", help],
])("%j is answered in our own words", (words, text, hint) => {
  expect(said(words)).toEqual([text, hint]);
});

test("a message of another form is kept as it is", () => {
  expect(commandLineError({ code: "commander.error", message: "error: quite new" }, [])).toMatchObject({
    message: "quite new",
    hint: "`llm-parity --help` lists the commands",
    code: 2,
  });
});
