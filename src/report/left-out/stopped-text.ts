import type { Stopped } from "../../verdict/matrix/matrix.js";

/** `150 of 2,520 planned trials were made`. */
export function stoppedText({ made, unasked }: Stopped): string {
  return `${grouped(made)} of ${grouped(made + unasked)} planned trials were made`;
}

/** A number in groups of three digits, in every language of the machine alike. */
function grouped(number: number): string {
  return String(number).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}
