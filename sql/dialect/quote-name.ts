/** An identifier that means exactly this name. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
