/** A body above this size is not put into a command: it is sent from a file. */
const most = 16_384;

/** How a command gets its body: `before` it, `as` its argument, and `after` it. */
export type BodyWords = { readonly before: string; readonly as: string; readonly after: string };

/**
 * A request's body for a command in a POSIX shell: in the command itself where it is a text of moderate size, between two lines that it does not
 * hold; else from `request.json`. `isKept`: for a program that reads no standard input, it is written to that file first. No character of it is
 * read as more than itself.
 */
export function bodyWords(
  body: string | null,
  asFile: (file: string) => string,
  { isKept = false }: { readonly isKept?: boolean } = {},
): BodyWords {
  const isShort = body !== null && body.length <= most && !/[\0\r]/.test(body);
  if (!isShort) {
    return {
      before: "# request.json: the body of this request, as the page shows it\n",
      as: asFile("request.json"),
      after: "",
    };
  }
  const lines = new Set(body.split("\n"));
  let mark = "BODY";
  while (lines.has(mark)) mark += "_";
  const text = ` <<'${mark}'\n${body}\n${mark}`;
  if (isKept) return { before: `cat >request.json${text}\n`, as: asFile("request.json"), after: "" };
  return { before: "", as: asFile("/dev/stdin"), after: text };
}
