/** Text of at most `limit` UTF-16 units; what is longer ends in its whole length. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).toWellFormed()}… (${text.length} characters)`;
}
