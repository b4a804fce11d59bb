// Long snapshots come compressed: JSON, zlib, base64.

export const canUnpack = typeof DecompressionStream === "function";

/** The message with its parts as they were, however they came. */
export async function unpacked({ packed, ...message }) {
  if (!packed) return message;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return { ...message, parts: await new Response(text).json() };
}
