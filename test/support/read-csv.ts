/** Reads CSV by RFC 4180: fields in quotes, rows that end with CR LF. Throws for a quote within a field, and for a row that does not end. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const found = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
    found.lastIndex = at;
    const [whole = "", quoted, bare = ""] = found.exec(text) ?? [];
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (text[at] === ",") at += 1;
    else if (text.startsWith("\r\n", at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new SyntaxError(`no end of a field at ${at}: ${text.slice(at, at + 20)}`);
  }
  if (row.length > 0) throw new SyntaxError("the last row does not end");
  return rows;
}
