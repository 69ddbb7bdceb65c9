/** The first 120 characters of a text, for a note. */
export function quote(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
