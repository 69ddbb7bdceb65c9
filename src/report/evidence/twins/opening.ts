import { importLine } from "./import-line.js";
import type { TwinScript } from "./twin.js";

/** The comment at the head of a shell's twin, and how it reads what the shell's twins share. `needed`: what it asks with. */
export function shellOpening({ word, repeat, demo, file }: TwinScript, needed: string): string {
  return [
    `# Asks one request of this bundle again with ${needed}: sh ${file} [failing|working] [-n TIMES]`,
    `# ${exitCodes(word)} Keys come from the environment.`,
    `symptom=${word} times=${repeat} here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2`,
    ...(demo === null ? [] : [`echo '${demo}'`]),
    `. "$here/shared/command-line.sh"; . "$here/shared/reply-forms.sh"; . "$here/shared/read-reply.sh"`,
  ].join("\n");
}

/** What the exit code of a twin means, in one sentence. */
export function exitCodes(word: string): string {
  return word === "OTHER"
    ? "Exit code: 2, since only the reply's bytes show the finding: they are kept."
    : `Exit code: 1 ${word} was seen, 0 it was not, 2 it could not be asked.`;
}

/** What a Node's twin needs: the package that has to be installed, and its own imports. */
type NodeNeeds = { readonly needed: string; readonly imports: readonly string[] };

/** The comment at the head of a Node's twin, its imports, and how it reads the command line. */
export function nodeOpening({ word, repeat, demo, file }: TwinScript, { needed, imports }: NodeNeeds): string {
  return [
    `// Asks one request of this bundle again: node ${file} [failing|working] [-n TIMES]`,
    `// It needs ${needed} in the folder in which it is started, and keys in the environment.`,
    `// ${exitCodes(word)}`,
    ...imports,
    importLine("countCalls", "./shared/count-calls.mjs"),
    importLine("read", "./shared/read-reply.mjs"),
    "",
    ...(demo === null ? [] : [`console.log(${JSON.stringify(demo)});`]),
    `const { name, times, body } = commandLine(${repeat});`,
  ].join("\n");
}
