/** How many departures a roster remembers. */
export const rememberedDepartures = 8;

/** How many kicked ids a roster names, the first by name; the store itself refuses every one. */
export const rememberedKicks = 256;
