/** The first matches of a global pattern, 1,000 unless said otherwise: a text with more of them is no reply to a person. */
export function matchesOf(text: string, pattern: RegExp, limit = 1000): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    if (found.length === limit) break;
    found.push(match);
  }
  return found;
}
