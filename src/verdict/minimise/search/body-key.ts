/**
 * A short key of a body's text, so that bodies with images need not be kept: its length and two hashes of 32 bits that are mixed in
 * different ways. Two of some thousand different bodies share a key with a probability below 1 in 10^12.
 */
export function bodyKey(text: string): string {
  let [first, second] = [0x2545f491, 0x9e3779b1];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x01000193);
    first ^= first >>> 15;
    second = Math.imul(second + unit, 0x85ebca6b);
    second ^= second >>> 13;
  }
  return `${text.length}:${(first >>> 0).toString(16)}:${(second >>> 0).toString(16)}`;
}
