export type Unpacked =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "damaged"; readonly reason: string }
  | { readonly kind: "too-large" };

/** By its content (RFC 1952: ID1 = 31, ID2 = 139), never by the file's name. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks at most `limit` bytes, with the decoder that both Node and browsers have. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Unpacked> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      length += chunk.value.length;
      if (length > limit) {
        await reader.cancel();
        return { kind: "too-large" };
      }
      chunks.push(chunk.value);
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "damaged", reason: cause instanceof Error ? cause.message : String(cause) };
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return { kind: "bytes", bytes: whole };
}
