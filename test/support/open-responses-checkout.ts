/** The variable that names a checkout of the Open Responses specification, whose compliance tests are run. */
export const openResponsesVariable = "OPEN_RESPONSES";

/** A part of the title of every suite that is skipped because no checkout is named; the run counts skipped tests by it. */
export const noOpenResponses = `${openResponsesVariable} names no checkout`;

/** The checkout's folder; `""`: none is named. */
export const openResponsesCheckout = process.env[openResponsesVariable] ?? "";

/** The title of a suite that needs the compliance tests; says if it is skipped. */
export const openResponsesTitle = (title: string): string =>
  openResponsesCheckout === "" ? `${title} (skipped: ${noOpenResponses})` : title;
