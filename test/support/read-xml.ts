/** An element as a strict reader sees it. `text`: of all its text nodes. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
};

/**
 * Reads XML 1.0 without a document type, comments and character data sections, which our writers never need. Throws for anything that is not
 * well-formed: an open element, a bare `&` or `<`, a name twice, and characters that XML does not have.
 */
export function readXml(text: string): XmlElement {
  if (forbidden.test(text) || !text.isWellFormed()) throw new SyntaxError("a character that XML 1.0 does not have");
  const reader = { text: text.replace(/^<\?xml version="1\.0"( encoding="UTF-8")?\?>\s*/, ""), at: 0 };
  const root = element(reader);
  if (reader.text.slice(reader.at).trim() !== "") throw new SyntaxError("text after the root");
  return root;
}

const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const opening = /<([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w:.-]*="[^"<]*")*)\s*(\/?)>/y;

function element(reader: { readonly text: string; at: number }): XmlElement {
  opening.lastIndex = reader.at;
  const found = opening.exec(reader.text);
  if (found === null)
    throw new SyntaxError(`no element at ${reader.at}: ${reader.text.slice(reader.at, reader.at + 40)}`);
  reader.at = opening.lastIndex;
  const [, name = "", written = "", empty] = found;
  const pairs = [...written.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(
    ([, key = "", value = ""]) => [key, unescaped(value)] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new SyntaxError(`${name} has an attribute twice`);
  const attributes = Object.fromEntries(pairs);
  if (empty === "/") return { name, attributes, children: [], text: "" };
  const children: XmlElement[] = [];
  let own = "";
  for (;;) {
    const next = reader.text.indexOf("<", reader.at);
    if (next < 0) throw new SyntaxError(`${name} is not closed`);
    own += unescaped(reader.text.slice(reader.at, next));
    reader.at = next;
    if (!reader.text.startsWith("</", next)) {
      children.push(element(reader));
      continue;
    }
    const end = `</${name}>`;
    if (!reader.text.startsWith(end, next)) throw new SyntaxError(`${name} is closed by another name`);
    reader.at = next + end.length;
    return { name, attributes, children, text: own };
  }
}

function unescaped(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text) || text.includes("]]>"))
    throw new SyntaxError(`not escaped: ${text}`);
  if (!text.includes("&")) return text;
  const plain = text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'");
  const numbered = plain.replace(/&#(\d+);/g, (_, code: string) => characterOf(Number(code)));
  return numbered.replaceAll("&amp;", "&");
}

/** An `&` stays escaped until the end: what it begins is text. */
function characterOf(code: number): string {
  return code === 38 ? "&amp;" : String.fromCodePoint(code);
}
