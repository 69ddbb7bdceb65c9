/** An annotation as the runner of GitHub Actions reads it. */
export type Annotation = { readonly kind: string; readonly title: string; readonly message: string };

/**
 * Reads workflow commands as the runner does (actions/runner `src/Runner.Common/ActionCommand.cs`, 2026-11-29): one a line, properties divided by
 * commas, escapes undone. Throws for a line that is none, and for another command or property than an annotation's.
 */
export function readAnnotations(text: string): readonly Annotation[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const end = line.indexOf("::", 2);
      const info = line.slice(2, end);
      const space = info.indexOf(" ");
      const kind = info.slice(0, space);
      const properties = info
        .slice(space + 1)
        .split(",")
        .map((one) => one.split("=", 1)[0]);
      if (!line.startsWith("::") || end < 0 || !["error", "warning", "notice"].includes(kind))
        throw new SyntaxError(line);
      if (properties.join() !== "title") throw new SyntaxError(`properties: ${properties.join()}`);
      const title = unescaped(info.slice(space + 1 + "title=".length))
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ",");
      return {
        kind,
        title: title.replaceAll("%25", "%"),
        message: unescaped(line.slice(end + 2)).replaceAll("%25", "%"),
      };
    });
}

function unescaped(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}
