/**
 * How commands that name a run find one elsewhere, and how those that ask a simulator have one; null: none of them does. A report names no
 * folder: its bytes are the same from each.
 */
export function runsHint(commands: readonly (string | null)[]): string | null {
  const text = commands.filter((command) => command !== null).join("\n");
  const [address, port] = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):(\d+)/.exec(text) ?? [];
  const hints = [
    ...(/ --run /.test(text) ? ["Runs are read from ./runs; add --runs FOLDER where they are elsewhere."] : []),
    ...(address === undefined
      ? []
      : [
          `The simulator at ${address} has to be running: llm-parity simulate --port ${port}, with the profile of the run.`,
        ]),
  ];
  return hints.length === 0 ? null : hints.join(" ");
}
