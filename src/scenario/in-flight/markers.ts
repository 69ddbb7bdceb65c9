/** What stands for the marker of a conversation in a scenario file. */
export const markerWord = "{marker}";

/** The markers of conversations, in order: words that no reply has by chance, of letters and digits alone so that a model copies them whole. */
export const markers = [
  ...["heron4817", "maple2953", "cobalt7306", "willow1684", "garnet9041", "falcon5572", "cedar3829", "indigo6150"],
  ...["otter8497", "poplar2216", "amber7763", "lichen4038", "topaz5921", "plover1375", "juniper6604", "saffron9282"],
] as const;

/** The most conversations that a scenario has in flight at once. */
export const mostInFlight = markers.length;
