import { type Html, html, joined } from "../markup/html.js";

/**
 * Bytes in hexadecimal, sixteen a row in two halves, and their text beside them: the halves stand below each other where there is no room for both,
 * so that no column is cut.
 */
export function hexRows(offset: number, bytes: Uint8Array): Html {
  const rows: Html[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const [left, right] = [row.subarray(0, 8), row.subarray(8)];
    rows.push(
      html`<div class="t-hex"><span>${offset + at}</span><span>${hexOf(left)}</span><span>${hexOf(right)}</span><span>${textOf(left)}</span><span>${textOf(right)}</span></div>`,
    );
  }
  return joined(rows);
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** ASCII as it is, any other byte as a dot. */
function textOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
}
