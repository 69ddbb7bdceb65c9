import { grouped } from "../view/numbers.js";

/** `1 byte`, `1,048,576 bytes`. */
export function bytesText(size: number): string {
  return `${grouped(size)} ${size === 1 ? "byte" : "bytes"}`;
}

/** Milliseconds, whole above ten; null: not known. */
export function msText(value: number | null): string {
  if (value === null) return "not known";
  return `${value >= 10 ? grouped(Math.round(value)) : Math.round(value * 10) / 10} ms`;
}
