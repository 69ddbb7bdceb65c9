/** How commands that name a run find one elsewhere; null: none of them names one. A report names no folder: its bytes are the same from each. */
export function runsHint(commands: readonly (string | null)[]): string | null {
  const named = commands.some((command) => command !== null && / --run /.test(command));
  return named ? "The run is looked for in the folder runs; if it is elsewhere, add --runs FOLDER." : null;
}
