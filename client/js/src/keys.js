/** A key that nobody else makes. It has to be unique, not secret, so it does without the crypto that some surroundings lack. */
export function newKey() {
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${digits()}${digits()}${digits()}`;
}

const digits = () => Math.random().toString(36).slice(2);
