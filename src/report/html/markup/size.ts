import { type Html, markupText } from "./html.js";

const encoder = new TextEncoder();

/** Which markup fits into `mostBytes` of UTF-8, counted in the order of the list: nothing fits after the first that does not. */
export function fitting(list: readonly Html[], mostBytes: number): readonly boolean[] {
  let size = 0;
  return list.map((one) => {
    size += encoder.encode(markupText(one)).length;
    return size <= mostBytes;
  });
}
