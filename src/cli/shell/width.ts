/** The width of what is no terminal, such as a file or a pipe, where COLUMNS says nothing. */
const usualWidth = 120;

type Stream = Pick<NodeJS.WriteStream, "isTTY" | "columns">;

/** The columns of a terminal; else `COLUMNS`, else 120. */
export function widthOf(stream: Stream, env: NodeJS.ProcessEnv): number {
  return knownWidth(stream, env) ?? usualWidth;
}

/** True for a terminal, and where `COLUMNS` is set. */
export function hasWidth(stream: Stream, env: NodeJS.ProcessEnv): boolean {
  return knownWidth(stream, env) !== null;
}

/** A terminal that reports no columns is as good as none. */
function knownWidth({ isTTY, columns }: Stream, env: NodeJS.ProcessEnv): number | null {
  if (isTTY && columns > 0) return columns;
  const wanted = env["COLUMNS"] ?? "";
  return /^[1-9]\d{0,5}$/.test(wanted) ? Number(wanted) : null;
}
