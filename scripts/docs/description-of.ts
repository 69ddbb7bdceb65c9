/** The most characters of a description; search engines show about so many. */
const most = 160;

/** A shorter first paragraph, such as "A file of the repository.", says less than the title. */
const least = 45;

/** What a page is about: its first paragraph without its marks, cut at a word; null: it has none that says enough. */
export function descriptionOf(markdown: string): string | null {
  const blocks = withoutFences(markdown).split(/\n\s*\n/);
  const paragraph = blocks.map((block) => block.trim()).find((block) => /^(?:\*\*|[\p{L}\p{N}`[“"])/u.test(block));
  if (paragraph === undefined) return null;
  const words = plainWords(paragraph);
  return words.length < least ? null : cutAtWord(words);
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^---\n[\s\S]*?\n---\n/, "").replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*\s*$/gm, "");
}

function plainWords(paragraph: string): string {
  return paragraph
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replace(/\*|`/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function cutAtWord(text: string): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return `${cut.slice(0, cut.lastIndexOf(" ")).replace(/[,;:.]$/, "")}…`;
}
