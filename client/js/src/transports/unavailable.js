/** A transport that is not offered here: the next one is tried at once. */
export class Unavailable extends Error {
  constructor(message, cause) {
    super(message, {cause});
    this.name = 'Unavailable';
  }
}
