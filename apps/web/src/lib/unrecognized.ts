/** Above this share of lines that no rule knows, another plugin version is likely and counts may be off. */
export const UNRECOGNIZED_SHARE = 0.2
